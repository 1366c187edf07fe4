package dev.podregistry.benchmarks.process;

/** The least that a JVM can be started for. */
public final class Hello {

    private Hello() {}

    /** Runs. */
    public static void main(String[] arguments) {
        System.out.println("hello");
    }
}
