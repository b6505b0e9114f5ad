package dev.vigia.platform;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * Runs another main class in this JVM and ends the JVM once the standard input ends. The parent holds the other end of
 * that pipe, and the operating system closes it whichever way the parent ends, {@code kill -9} included.
 *
 * <p>On the class path of every child process; depends on nothing but the JDK.
 */
public final class DieWithParent {
    /** How long the shutdown hooks may take before the JVM is halted. */
    private static final long GRACE_MILLIS = 20_000;

    private DieWithParent() {}

    /**
     * Runs the main class.
     *
     * @param args its name, or {@code -jar} and a jar that is on the class path and names it; then its own arguments
     */
    public static void main(String[] args) throws Throwable {
        boolean jar = args[0].equals("-jar");
        String name = jar ? mainClassOf(args[1]) : args[0];
        String[] rest = Arrays.copyOfRange(args, jar ? 2 : 1, args.length);
        watch();
        try {
            Class.forName(name).getMethod("main", String[].class).invoke(null, (Object) rest);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** The same for a JVM with a main class of its own, as a Java agent. */
    public static void premain(String arguments) {
        watch();
    }

    /** The option that makes this an agent of a JVM. */
    public static String agent() {
        return "-javaagent:" + ChildCommand.ownCode();
    }

    private static void watch() {
        daemon("die-with-parent", () -> exitAtEnd(System.in));
    }

    private static String mainClassOf(String path) throws IOException {
        try (JarFile jar = new JarFile(path)) {
            Manifest manifest = jar.getManifest();
            String name = manifest == null ? null : manifest.getMainAttributes().getValue("Main-Class");
            if (name == null) {
                throw new IOException("No Main-Class in " + path);
            }
            return name;
        }
    }

    private static void exitAtEnd(InputStream input) {
        try {
            while (input.read() >= 0) {
                // Nothing is ever sent; only the end matters.
            }
        } catch (IOException e) {
            // A broken pipe is an end, too.
        }
        daemon("die-with-parent-halt", DieWithParent::haltAfterGrace);
        System.exit(0);
    }

    private static void haltAfterGrace() {
        try {
            Thread.sleep(GRACE_MILLIS);
        } catch (InterruptedException e) {
            // Nobody interrupts this thread; if somebody does, there is the less to wait for.
        }
        Runtime.getRuntime().halt(1);
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
