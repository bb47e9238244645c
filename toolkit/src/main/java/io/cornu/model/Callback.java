package io.cornu.model;

/**
 * Something that happens around training.
 *
 * <p>A callback is a value that can be used for any number of fits; each fit starts a fresh listener from it. One of
 * your own:
 *
 * <pre>{@code
 * Callback stopAtTarget = fit -> new FitListener() {
 *     public void epochEnd(History.Epoch epoch) {
 *         if (epoch.get("val_accuracy") >= 0.9) {
 *             fit.stop("val_accuracy reached 0.9");
 *         }
 *     }
 * };
 * }</pre>
 *
 * <p>A listener that throws ends the fit with its exception.
 */
@FunctionalInterface
public interface Callback {
    /**
     * Starts listening to a fit.
     *
     * @param fit what can be done to it
     * @return a listener of its own
     */
    FitListener start(FitControl fit);
}
