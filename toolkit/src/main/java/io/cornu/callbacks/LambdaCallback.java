package io.cornu.callbacks;

import io.cornu.model.Callback;
import io.cornu.model.FitControl;
import io.cornu.model.FitListener;
import io.cornu.model.History;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * A callback made of functions, for a line or two of one's own.
 *
 * <pre>{@code
 * LambdaCallback.of().withEpochEnd(epoch -> losses.add(epoch.get("loss")))
 * }</pre>
 *
 * <p>One that must remember something for each fit, or change the fit, implements {@link Callback}.
 *
 * <p>Source: {@code keras.callbacks.LambdaCallback}, Keras 3.15.
 *
 * @param fitBegin called when training begins (Keras: {@code on_train_begin})
 * @param epochBegin called with the number of an epoch that begins, from 0
 * @param batchBegin called with the number of a batch that begins, from 0 in every epoch (Keras:
 *     {@code on_train_batch_begin})
 * @param batchEnd called with what came of a batch (Keras: {@code on_train_batch_end})
 * @param validationEnd called with the values of a validation (Keras: {@code on_test_end})
 * @param epochEnd called with the values of an epoch
 * @param fitEnd called when training is over (Keras: {@code on_train_end})
 */
@RecordBuilder
public record LambdaCallback(
        Runnable fitBegin,
        IntConsumer epochBegin,
        IntConsumer batchBegin,
        Consumer<FitListener.BatchEnd> batchEnd,
        Consumer<Map<String, Double>> validationEnd,
        Consumer<History.Epoch> epochEnd,
        Runnable fitEnd)
        implements Callback, LambdaCallbackBuilder.With {
    /**
     * A callback that does nothing yet.
     *
     * @return the callback
     */
    public static LambdaCallback of() {
        return new LambdaCallback(() -> {}, epoch -> {}, batch -> {}, batch -> {}, values -> {}, epoch -> {}, () -> {});
    }

    @Override
    public FitListener start(FitControl fit) {
        return new Listener();
    }

    private final class Listener implements FitListener {
        @Override
        public void fitBegin() {
            fitBegin.run();
        }

        @Override
        public void epochBegin(int epoch) {
            epochBegin.accept(epoch);
        }

        @Override
        public void batchBegin(int epoch, int batch) {
            batchBegin.accept(batch);
        }

        @Override
        public void batchEnd(BatchEnd batch) {
            batchEnd.accept(batch);
        }

        @Override
        public void validationEnd(int epoch, Map<String, Double> values) {
            validationEnd.accept(values);
        }

        @Override
        public void epochEnd(History.Epoch epoch) {
            epochEnd.accept(epoch);
        }

        @Override
        public void fitEnd() {
            fitEnd.run();
        }
    }
}
