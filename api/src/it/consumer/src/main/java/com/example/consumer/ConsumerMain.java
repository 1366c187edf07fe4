package com.example.consumer;

/** A program that uses the registry as any other would: by its published artifact alone. */
public final class ConsumerMain {
    private ConsumerMain() {}

    /**
     * Runs it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        System.out.println("Hello, consumer");
    }
}
