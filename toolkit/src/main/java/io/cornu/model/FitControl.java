package io.cornu.model;

import java.util.Optional;

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
     * What the fit was called with.
     *
     * @return the settings
     */
    Fit settings();

    /**
     * Ends training after this batch, or after this epoch if it is over.
     *
     * @param reason why, for people, such as {@code val_loss has not improved for 5 epochs}
     */
    void stop(String reason);

    /**
     * Why training ends before the last epoch.
     *
     * @return what was given to {@link #stop}; empty while it goes on, and if it went to its end
     */
    Optional<String> stopReason();

    /**
     * Has {@link FitListener#progress} called after this batch, or after this epoch if it is the last batch of one.
     * Without it, that is called after every epoch.
     */
    void requestProgress();

    /**
     * Goes on where an earlier fit had got to, instead of {@link Fit#resume}. Weights and optimizer are for the caller
     * to bring back.
     *
     * @param progress from an earlier fit of the same model, data and settings
     * @throws IllegalStateException if training has begun: only while callbacks are started it can begin elsewhere
     */
    void resume(FitProgress progress);

    /**
     * Tells all listeners of something that people may want to know of, such as a changed learning rate.
     *
     * @param message one line
     */
    void note(String message);

    /**
     * Whether the fit was cancelled, see {@link Fit#cancellation}, and is to go on some other time.
     *
     * @return false while it runs, and when it ended in any other way
     */
    boolean isInterrupted();
}
