package io.cornu.savedmodels.serving;

import io.cornu.savedmodels.archive.MalformedFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A predictor whose model is replaced while it answers.
 *
 * <pre>{@code
 * try (ReloadablePredictor models = ReloadablePredictor.open(Path.of("models/digits"))) {
 *     Predictor predictor = models.predictor();      // give this to every thread
 *     models.reload();                               // when there is a new version
 * }
 * }</pre>
 *
 * <p>A reload loads the new model, warms it up, checks that it takes what the old one took and gives what that gave, lets
 * all further calls into it, waits for the calls in the old one, and closes that. Every call is answered by one model as
 * a whole; none fails for a reload. If anything is amiss with the new model, the old one goes on. For a while both are
 * in memory.
 *
 * <p>The path is a model that is replaced in its place (by a rename, never by writing into it), or a directory of
 * versions: folders named by numbers with a SavedModel or one {@code .keras} file in each, of which the highest that is
 * whole counts. Nothing is watched unless {@link ReloadOptions#polling} says so.
 */
public final class ReloadablePredictor implements AutoCloseable {
    private final ReloadOptions options;
    private final ModelLocation location;
    private final Predictor predictor;
    private final ReentrantLock reloading = new ReentrantLock();
    private final @Nullable ScheduledExecutorService poller;
    private volatile Path model;
    private final AtomicLong generation = new AtomicLong(1);
    /** What was at the path when it was last acted upon; polling waits for something else. */
    private ModelLocation.Found handled;

    private ModelLocation.Found seen;

    private ReloadablePredictor(
            ReloadOptions options, ModelLocation location, ModelLocation.Found loaded, Engine engine) {
        this.options = options;
        this.location = location;
        this.handled = loaded;
        this.seen = loaded;
        this.model = loaded.model();
        this.predictor = new Predictor(engine, options.predictor());
        this.poller = options.polling().map(ReloadablePredictor::newPoller).orElse(null);
        if (poller != null) {
            long period = options.polling().orElseThrow().toNanos();
            poller.scheduleWithFixedDelay(this::poll, period, period, TimeUnit.NANOSECONDS);
        }
    }

    /**
     * Opens a model, to be reloaded when told to.
     *
     * @param path a model, or a directory of versions
     * @return the predictor, warmed up, to be closed
     * @throws IOException if there is no model, it is damaged, or refused
     */
    public static ReloadablePredictor open(Path path) throws IOException {
        return open(path, ReloadOptions.defaults());
    }

    /**
     * Opens a model.
     *
     * @param path a model, or a directory of versions
     * @param options how models are read, and whether the path is watched
     * @return the predictor, warmed up, to be closed
     * @throws IOException if there is no model, it is damaged, or refused
     */
    public static ReloadablePredictor open(Path path, ReloadOptions options) throws IOException {
        ModelLocation location = new ModelLocation(path);
        ModelLocation.Found found = location.newest();
        return new ReloadablePredictor(options, location, found, Servables.open(found.model(), options.predictor()));
    }

    /**
     * What predicts, before a reload and after.
     *
     * @return one object for all threads and all time; closed by {@link #close}
     */
    public Predictor predictor() {
        return predictor;
    }

    /**
     * Where the model that answers now came from.
     *
     * @return the file or directory
     */
    public Path model() {
        return model;
    }

    /**
     * How many models have answered so far.
     *
     * @return 1 before the first reload
     */
    public long generation() {
        return generation.get();
    }

    /**
     * Loads the model at the path anew, or the newest version, even if it is the same. Returns when the model before is
     * closed.
     *
     * @throws IOException if it is missing, damaged, refused, or takes or gives something else; the model before goes on
     * @throws IllegalArgumentException if it does not fit the options; the model before goes on
     * @throws IllegalStateException if this is closed
     */
    public void reload() throws IOException {
        predictor.requireOpen();
        ModelLocation.Found found;
        try {
            found = location.newest();
        } catch (IOException | RuntimeException e) {
            tell(new ReloadEvent.Kept(location.path(), e));
            throw e;
        }
        reload(found, found);
    }

    /**
     * Goes on with the model at another path, such as an earlier version; polling keeps it until there is something new
     * at its own path. Returns when the model before is closed.
     *
     * @param other the path of a model
     * @throws IOException if it is missing, damaged, refused, or takes or gives something else; the model before goes on
     * @throws IllegalArgumentException if it does not fit the options; the model before goes on
     * @throws IllegalStateException if this is closed
     */
    public void reload(Path other) throws IOException {
        predictor.requireOpen();
        ModelLocation.Found found;
        try {
            found = ModelLocation.found(other);
        } catch (IOException | RuntimeException e) {
            tell(new ReloadEvent.Kept(other, e));
            throw e;
        }
        reload(found, passedOver());
    }

    /** What is at the path and was not wanted. */
    private ModelLocation.Found passedOver() {
        try {
            return location.newest();
        } catch (IOException e) {
            return ModelLocation.NOTHING;
        }
    }

    private void reload(ModelLocation.Found found, ModelLocation.Found newest) throws IOException {
        reloading.lock();
        try {
            handled = newest;
            long start = System.nanoTime();
            Engine next = loaded(found);
            long replacing = System.nanoTime();
            Engine last = replaced(next);
            model = found.model();
            long number = generation.incrementAndGet();
            last.close();
            tell(new ReloadEvent.Replaced(
                    found.model(),
                    number,
                    Duration.ofNanos(replacing - start),
                    Duration.ofNanos(System.nanoTime() - replacing)));
        } catch (IOException | RuntimeException e) {
            tell(new ReloadEvent.Kept(found.model(), e));
            throw e;
        } finally {
            reloading.unlock();
        }
    }

    /** A model that callers of the one before can go on with. */
    private Engine loaded(ModelLocation.Found found) throws IOException {
        Engine next = Servables.open(found.model(), options.predictor());
        try {
            List<String> problems = predictor.compare(next.servable());
            if (!problems.isEmpty()) {
                throw new MalformedFileException(
                        found.model().toString(),
                        "expected a model that takes and gives what the one before does: " + String.join("; ", problems)
                                + ". Open it in a Predictor of its own.");
            }
            return next;
        } catch (IOException | RuntimeException | Error e) {
            next.close();
            throw e;
        }
    }

    private Engine replaced(Engine next) {
        try {
            return predictor.replace(next);
        } catch (IllegalStateException e) {
            next.close();
            throw e;
        }
    }

    private void poll() {
        reloading.lock();
        try {
            ModelLocation.Found found = location.newest();
            boolean isStable = found.equals(seen);
            seen = found;
            if (isStable && !found.equals(handled)) {
                reload(found, found);
            }
        } catch (IOException | RuntimeException e) {
            // The listener knows of a failed reload; a path without a model may have one at the next look.
            return;
        } finally {
            reloading.unlock();
        }
    }

    private void tell(ReloadEvent event) {
        try {
            options.listener().accept(event);
        } catch (RuntimeException e) {
            // Its trouble is not that of the callers.
            return;
        }
    }

    private static ScheduledExecutorService newPoller(Duration period) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "cornu-model-poller, every " + period);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Stops watching, refuses further calls, waits for those being made and for a reload, and frees the model. */
    @Override
    public void close() {
        if (poller != null) {
            poller.shutdown();
        }
        reloading.lock();
        try {
            predictor.close();
        } finally {
            reloading.unlock();
        }
    }
}
