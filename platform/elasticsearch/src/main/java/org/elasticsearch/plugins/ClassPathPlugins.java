package org.elasticsearch.plugins;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.elasticsearch.Build;
import org.elasticsearch.action.admin.cluster.node.info.PluginsAndModules;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;

/**
 * Plugins taken from the class path, in place of the server's {@code modules/} and {@code plugins/} directories. In the
 * server's package, since the loaded plugin's type is not public.
 */
public final class ClassPathPlugins extends PluginsService {
    private static final String JAVA_VERSION = "17";

    private final List<LoadedPlugin> loaded;

    /** Creates the plugins, in this order. */
    public ClassPathPlugins(Environment env, List<Class<? extends Plugin>> classes) {
        super(env.settings(), env.configDir(), PluginsLoader.createPluginsLoader(Set.of(), Set.of(), Map.of(), false));
        loaded = classes.stream().map(type -> load(type, env.settings())).toList();
        // Even without extensions: x-pack fails with a null pointer if nobody told it that there are none.
        loaded.stream()
                .map(LoadedPlugin::instance)
                .filter(ExtensiblePlugin.class::isInstance)
                .map(ExtensiblePlugin.class::cast)
                .forEach(plugin -> plugin.loadExtensions(new NoExtensions()));
    }

    private static LoadedPlugin load(Class<? extends Plugin> type, Settings settings) {
        String name = type.getName();
        PluginDescriptor descriptor = new PluginDescriptor(
                name,
                "on the class path",
                "NA",
                Build.current().version(),
                JAVA_VERSION,
                name,
                null,
                List.of(),
                false,
                false,
                false,
                false);
        return new LoadedPlugin(descriptor, create(type, settings), type.getClassLoader());
    }

    private static Plugin create(Class<? extends Plugin> type, Settings settings) {
        try {
            for (var constructor : type.getConstructors()) {
                if (constructor.getParameterCount() == 0) {
                    return type.cast(constructor.newInstance());
                }
            }
            return type.getConstructor(Settings.class).newInstance(settings);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot create the Elasticsearch plugin " + type.getName(), e);
        }
    }

    @Override
    protected List<LoadedPlugin> plugins() {
        // The superclass asks from its constructor.
        return loaded == null ? List.of() : loaded;
    }

    @Override
    public PluginsAndModules info() {
        return new PluginsAndModules(List.of(), List.of());
    }

    @Override
    public <T> List<? extends T> loadServiceProviders(Class<T> service) {
        List<T> providers = new ArrayList<>();
        ServiceLoader.load(service, ClassPathPlugins.class.getClassLoader()).forEach(providers::add);
        return providers;
    }

    private static final class NoExtensions implements ExtensiblePlugin.ExtensionLoader {
        @Override
        public <T> List<T> loadExtensions(Class<T> extensionPointType) {
            return List.of();
        }
    }
}
