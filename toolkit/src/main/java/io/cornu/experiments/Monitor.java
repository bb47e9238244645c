package io.cornu.experiments;

/** Who watches an experiment. Called by several threads, one at a time. */
public interface Monitor {
    /** Nobody. */
    Monitor NONE = new Monitor() {
        @Override
        public void progressed(Progress progress) {
            // Nobody is told.
        }

        @Override
        public void noted(String line) {
            // Nobody is told.
        }
    };

    /**
     * How far a long piece of work has got; told often.
     *
     * @param task what it is
     * @param share how much of it is done, 0 to 1
     * @param detail what is being done now
     */
    record Progress(String task, double share, String detail) {}

    /**
     * Work has gone on.
     *
     * @param progress how far
     */
    void progressed(Progress progress);

    /**
     * Something is done, or is to be known.
     *
     * @param line one line
     */
    void noted(String line);
}
