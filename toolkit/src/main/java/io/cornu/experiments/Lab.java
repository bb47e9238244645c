package io.cornu.experiments;

import io.cornu.callbacks.TensorBoard;
import io.cornu.model.Callback;
import io.cornu.runtime.SessionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Where experiments run: it trains each variant with the same seeds, keeps what came of each training in a journal, and
 * leaves out what an interrupted experiment of the same settings has done already.
 *
 * <pre>{@code
 * try (Lab lab = Lab.open(LabOptions.of("my study", folder).withSeeds(3))) {
 *     Comparison rates = lab.compare("rates", Map.of("small", 1e-4, "large", 1e-2), (rate, cell) -> {
 *         try (Model model = network.build(cell.options())) {
 *             CompiledModel compiled = model.compile(Adam.of(rate), sparseCategoricalCrossentropy(), accuracy());
 *             return cell.outcome(compiled.fit(train, cell.fit(5)), compiled.evaluate(test));
 *         }
 *     });
 * }
 * }</pre>
 */
public final class Lab implements AutoCloseable {
    private final LabOptions options;
    private final Journal journal;
    private volatile boolean isShortened;

    private Lab(LabOptions options, Journal journal) {
        this.options = options;
        this.journal = journal;
    }

    /**
     * Trains one variant once.
     *
     * @param <T> what varies
     */
    @FunctionalInterface
    public interface Trainer<T> {
        /**
         * Trains.
         *
         * @param variant what is different
         * @param cell seed, threads and watch of this training
         * @return what came of it, from {@link Cell#outcome}
         * @throws IOException if something cannot be read or written
         */
        Outcome train(T variant, Cell cell) throws IOException;
    }

    /**
     * Opens a lab, and the journal of an earlier one where its folder holds it.
     *
     * @param options how experiments are run
     * @return the lab, to be closed
     * @throws IOException if the journal cannot be read or written, is in use, or was written with other settings
     */
    public static Lab open(LabOptions options) throws IOException {
        return new Lab(options, Journal.open(options));
    }

    /**
     * Where journal and report go, and what else an experiment writes.
     *
     * @return the folder, which is there
     */
    public Path folder() {
        return options.folder();
    }

    /**
     * Whether to take little data and few epochs.
     *
     * @return true for a quick look
     */
    public boolean isQuick() {
        return options.quick();
    }

    /**
     * One of two, by whether this is a quick look.
     *
     * @param <T> what is chosen
     * @param quick for a quick look
     * @param full for the whole experiment
     * @return one of them
     */
    public <T> T choose(T quick, T full) {
        if (!options.quick()) {
            return full;
        }
        isShortened |= !quick.equals(full);
        return quick;
    }

    /**
     * The seeds of a variant's trainings.
     *
     * @return the first seed and those after it
     */
    public List<Long> seeds() {
        List<Long> seeds = new ArrayList<>();
        for (int i = 0; i < options.seeds(); i++) {
            seeds.add(options.firstSeed() + i);
        }
        return seeds;
    }

    /**
     * An empty report with what the lab knows: the command, and whether it is a quick look, as it is once
     * {@link #choose} has chosen less than the whole.
     *
     * @param title what was done
     * @return the report
     */
    public Report report(String title) {
        Report report = Report.of(title + (isShortened ? " (quick)" : ""), options.command())
                .withSetting("seeds", seeds())
                .withSetting("jobs", options.jobs())
                .withSetting(
                        "threads", session().threads() == 0 ? "all" : session().threads());
        if (!isQuick()) {
            return report;
        }
        return report.plus(Section.of(
                "A quick look",
                Text.of(
                        isShortened
                                ? "This is a quick look: little data, few epochs. Its numbers are not those of the text;"
                                        + " leave out --quick for them."
                                : "This takes little time as it is: with --quick it is the same.")));
    }

    /**
     * Writes a report into the lab's folder, with a journal even where nothing was compared: so the folder is known as
     * one to go on with from the first file on.
     *
     * @param report what came of the experiment
     * @throws IOException if a file cannot be written
     */
    public void write(Report report) throws IOException {
        journal.prepare();
        report.write(options.folder());
    }

    /**
     * A training that is no part of a comparison; it is watched but not kept.
     *
     * @param name what it is
     * @return its seed, threads and watch
     */
    public Cell cell(String name) {
        return new Cell(
                this, name, name, options.firstSeed(), Optional.empty(), (share, detail) -> tell(name, share, detail));
    }

    /**
     * Tells those who watch.
     *
     * @param line one line
     */
    public void note(String line) {
        synchronized (journal) {
            options.monitor().noted(line);
        }
    }

    /**
     * Ends the experiment if it was told to stop; to be asked between pieces of work that take long.
     *
     * @throws CancellationException if it was
     */
    public void checkCancelled() {
        if (isCancelled()) {
            throw new CancellationException("the experiment was interrupted");
        }
    }

    /**
     * Trains each variant with each seed.
     *
     * @param <T> what varies
     * @param name what is compared, different from the experiment's other comparisons
     * @param variants what is different, by name, in order
     * @param trainer trains one variant once; called by several threads where there are several jobs
     * @return what came of all trainings, those of an earlier run of the same experiment included
     * @throws IOException if the journal cannot be written
     * @throws CancellationException if the lab was told to stop; what was finished is kept
     */
    public <T> Comparison compare(String name, Map<String, T> variants, Trainer<T> trainer) throws IOException {
        List<Work<T>> work = new ArrayList<>();
        LogFolders logs = LogFolders.of(options, name, variants.keySet());
        for (long seed : seeds()) {
            variants.forEach(
                    (variant, value) -> work.add(new Work<>(variant, value, seed, logs.folder(variant, seed))));
        }
        Shares shares = new Shares(work.size());
        List<Outcome> outcomes =
                options.jobs() == 1 ? inTurn(name, work, trainer, shares) : sideBySide(name, work, trainer, shares);
        return Comparison.of(name, List.copyOf(variants.keySet()), outcomes);
    }

    private record Work<T>(String variant, T value, long seed, Optional<Path> logs) {}

    private <T> List<Outcome> inTurn(String name, List<Work<T>> work, Trainer<T> trainer, Shares shares)
            throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < work.size(); i++) {
            outcomes.add(one(name, work.get(i), i, trainer, shares));
        }
        return outcomes;
    }

    private <T> List<Outcome> sideBySide(String name, List<Work<T>> work, Trainer<T> trainer, Shares shares)
            throws IOException {
        ExecutorService executor = Executors.newFixedThreadPool(options.jobs(), task -> {
            Thread thread = new Thread(task, "lab-" + name);
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Outcome>> futures = new ArrayList<>();
            for (int i = 0; i < work.size(); i++) {
                int index = i;
                futures.add(executor.submit(() -> one(name, work.get(index), index, trainer, shares)));
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> future : futures) {
                outcomes.add(future.get());
            }
            return outcomes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("the experiment was interrupted").initCause(e);
        } catch (ExecutionException e) {
            throw rethrown(Objects.requireNonNull(e.getCause()));
        } finally {
            shares.stop();
            executor.shutdownNow();
            awaitEnd(executor);
        }
    }

    /** A training that goes on would use memory that is being freed. */
    private static void awaitEnd(ExecutorService executor) {
        boolean interrupted = false;
        while (!executor.isTerminated()) {
            try {
                executor.awaitTermination(1, TimeUnit.HOURS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static IOException rethrown(Throwable cause) {
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        return cause instanceof IOException e ? e : new IOException(cause);
    }

    private <T> Outcome one(String name, Work<T> work, int index, Trainer<T> trainer, Shares shares)
            throws IOException {
        String label = work.variant() + (options.seeds() > 1 ? ", seed " + work.seed() : "");
        Optional<Outcome> known = journal.find(name, work.variant(), work.seed());
        if (known.isPresent()) {
            shares.set(index, 1);
            boolean isLogged =
                    work.logs().isEmpty() || Files.isDirectory(work.logs().get());
            note(name + ": " + label + " was done before" + (isLogged ? "" : ", without TensorBoard logs"));
            return known.get();
        }
        if (shares.isStopped()) {
            throw new CancellationException("another training failed");
        }
        checkCancelled();
        if (work.logs().isPresent()) {
            // What an interrupted training left would be shown beside this one's.
            journal.prepare();
            TensorBoard.erase(work.logs().get());
        }
        Cell cell = new Cell(this, name, work.variant(), work.seed(), work.logs(), (share, detail) -> {
            shares.set(index, share);
            tell(name, shares.mean(), shares.detail(index, label, detail));
        });
        Outcome outcome = trainer.train(work.value(), cell);
        // A training that was ended early is not what was asked for.
        checkCancelled();
        journal.add(name, outcome);
        shares.done(index);
        note(name + ": " + label + " done in " + Math.round(outcome.seconds()) + " s");
        return outcome;
    }

    private void tell(String task, double share, String detail) {
        synchronized (journal) {
            options.monitor().progressed(new Monitor.Progress(task, share, detail));
        }
    }

    boolean isCancelled() {
        return options.cancellation().getAsBoolean();
    }

    Callback callback(Cell cell) {
        return options.callback().apply(cell);
    }

    SessionOptions session() {
        return options.sessionOfOne();
    }

    /** Lets others write the journal. */
    @Override
    public void close() throws IOException {
        journal.close();
    }

    /** How much of each training is done. */
    private static final class Shares {
        private final double[] shares;
        private final SortedMap<Integer, String> running = new TreeMap<>();
        private volatile boolean stopped;

        Shares(int size) {
            shares = new double[size];
        }

        synchronized void set(int index, double share) {
            shares[index] = share;
        }

        synchronized double mean() {
            double sum = 0;
            for (double share : shares) {
                sum += share;
            }
            return sum / shares.length;
        }

        synchronized void done(int index) {
            shares[index] = 1;
            running.remove(index);
        }

        /** One training in full, or several that run side by side without their numbers. */
        synchronized String detail(int index, String label, String detail) {
            running.put(index, label + ": " + detail.replaceFirst("  .*", ""));
            return running.size() == 1 ? label + ": " + detail : String.join(" | ", running.values());
        }

        void stop() {
            stopped = true;
        }

        boolean isStopped() {
            return stopped;
        }
    }
}
