package io.cornu.callbacks;

import io.cornu.model.Callback;
import io.cornu.model.FitControl;
import io.cornu.model.FitListener;
import io.cornu.model.History;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Console;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows a fit to people, as Keras does.
 *
 * <pre>
 * Epoch 1/10
 * 100/100 ━━━━━━━━━━━━━━━━━━━━ 1s 10ms/step - loss: 0.3127 - accuracy: 0.9011
 * </pre>
 *
 * <p>The learning rate is shown where it has changed.
 *
 * <p>Source: {@code keras.callbacks.ProgbarLogger}, Keras 3.15, which {@code fit} there has by itself.
 *
 * @param out where to, such as {@code System.out}
 * @param display a bar that is drawn over and over, or a line an epoch
 * @param showNotes whether what the callbacks have to say is shown, such as a lowered learning rate; false by default
 *     (Keras: their {@code verbose})
 */
@RecordBuilder
public record ProgbarLogger(PrintStream out, Display display, boolean showNotes)
        implements Callback, ProgbarLoggerBuilder.With {
    private static final String RATE = "learning_rate";

    /** How progress is shown. */
    public enum Display {
        /** A bar that is drawn over and over, for terminals (Keras: {@code verbose=1}). */
        BAR,
        /** A line when an epoch is over, for files (Keras: {@code verbose=2}). */
        LINE
    }

    /**
     * Shows progress: a bar if this program talks to a terminal, else lines.
     *
     * @param out where to, such as {@code System.out}
     * @return the callback
     */
    public static ProgbarLogger of(PrintStream out) {
        return new ProgbarLogger(out, isTerminal() ? Display.BAR : Display.LINE, false);
    }

    @Override
    public FitListener start(FitControl fit) {
        return new Listener(fit, () -> System.nanoTime() / 1e9);
    }

    /** From Java 22 on there is a console in any case, and it is the console that knows. */
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            Method isTerminal = Console.class.getMethod("isTerminal");
            return Boolean.TRUE.equals(isTerminal.invoke(console));
        } catch (ReflectiveOperationException beforeJava22) {
            return true;
        }
    }

    private final class Listener implements FitListener {
        private final FitControl fit;
        private final DoubleSupplier seconds;
        private final List<String> notes = new ArrayList<>();
        private @Nullable Progbar bar;
        private double start;
        private @Nullable Double learningRate;

        Listener(FitControl fit, DoubleSupplier seconds) {
            this.fit = fit;
            this.seconds = seconds;
        }

        @Override
        public void epochBegin(int epoch) {
            bar = null;
            start = seconds.getAsDouble();
            if (fit.epochs() > 1) {
                print("Epoch " + (epoch + 1) + "/" + fit.epochs() + "\n");
            }
        }

        @Override
        public void batchEnd(BatchEnd batch) {
            if (bar == null) {
                // How many batches there are is known from here on; the time counts from the beginning.
                bar = new Progbar(batch.batches(), display == Display.BAR, seconds, start);
            }
            print(bar.update(batch.batch() + 1, batch.metrics()));
        }

        @Override
        public void epochEnd(History.Epoch epoch) {
            Map<String, Double> values = new LinkedHashMap<>(epoch.values());
            Double rate = values.get(RATE);
            if (rate != null && (learningRate == null || learningRate.equals(rate))) {
                values.remove(RATE);
            }
            learningRate = rate;
            if (bar != null) {
                print(bar.finish(values));
                bar = null;
            }
            notes.forEach(note -> print(note + "\n"));
            notes.clear();
        }

        @Override
        public void note(String message) {
            if (showNotes && bar != null) {
                notes.add(message);
            } else if (showNotes) {
                print(message + "\n");
            }
        }

        @Override
        public void fitFailed(Throwable failure) {
            if (bar != null && bar.isOpen()) {
                print("\n");
            }
        }

        private void print(String text) {
            if (!text.isEmpty()) {
                out.print(text);
                out.flush();
            }
        }
    }
}
