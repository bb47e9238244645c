package io.cornu.model;

/** What a callback can do to the fit it listens to. */
public interface FitControl {
    /**
     * The model that is being trained.
     *
     * @return the model; its weights change between batches
     */
    CompiledModel model();

    /**
     * How many epochs are wanted.
     *
     * @return the number
     */
    int epochs();

    /**
     * Ends training after this batch, or after this epoch if it is over.
     *
     * @param reason why, for people, such as {@code val_loss has not improved for 5 epochs}
     */
    void stop(String reason);

    /**
     * Whether the fit was cancelled, see {@link Fit#cancellation}, and is to go on some other time.
     *
     * @return false while it runs, and when it ended in any other way
     */
    boolean isInterrupted();
}
