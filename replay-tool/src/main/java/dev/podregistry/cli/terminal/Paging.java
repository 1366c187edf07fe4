package dev.podregistry.cli.terminal;

/** How a reader is given what is printed. */
public interface Paging {

    /** Nobody who could leave, and no pager. */
    Paging NONE = new Paging() {
        @Override
        public void off() {}

        @Override
        public boolean hasReaderLeft() {
            return false;
        }
    };

    /** Shows everything at once from now on; has no effect when something was printed already. */
    void off();

    /** {@return whether nobody takes what would still be printed} */
    boolean hasReaderLeft();
}
