package org.elasticsearch.node;

import java.util.List;
import org.elasticsearch.env.Environment;
import org.elasticsearch.plugins.ClassPathPlugins;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.plugins.PluginsLoader;
import org.elasticsearch.plugins.PluginsService;

/**
 * An Elasticsearch node whose plugins come from the class path. In the server's package, since how a node is put
 * together is not public.
 */
public final class ClassPathNode extends Node {

    /** Puts the node together; {@link #start()} starts it. */
    public ClassPathNode(Environment env, List<Class<? extends Plugin>> plugins) {
        super(NodeConstruction.prepareConstruction(env, null, new Provider(plugins), true));
    }

    private static final class Provider extends NodeServiceProvider {
        private final List<Class<? extends Plugin>> plugins;

        Provider(List<Class<? extends Plugin>> plugins) {
            this.plugins = plugins;
        }

        @Override
        PluginsService newPluginService(Environment env, PluginsLoader loader) {
            return new ClassPathPlugins(env, plugins);
        }
    }
}
