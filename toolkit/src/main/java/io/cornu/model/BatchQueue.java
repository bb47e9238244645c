package io.cornu.model;

import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.model.BatchGraph.Format;
import io.cornu.runtime.HostTensor;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Batches in native memory, one after the other, read ahead on a thread of its own where there is work to do.
 *
 * <p>For the thread that opened it. Close it: batches read ahead are closed with it.
 */
final class BatchQueue implements AutoCloseable {
    /** One is being used, one is ready, one is being read. */
    private static final int AHEAD = 2;

    private final Source source;
    private final int[] order;
    private final int batchSize;
    private final @Nullable ExecutorService reader;
    private final Deque<FutureTask<Fed>> ahead = new ArrayDeque<>();
    private int submitted;

    /**
     * A batch to feed.
     *
     * @param tensors what to feed
     * @param format which graph it is for
     * @param size the number of examples
     */
    record Fed(List<HostTensor> tensors, Format format, int size) implements AutoCloseable {
        @Override
        public void close() {
            tensors.forEach(HostTensor::close);
        }
    }

    /** Where batches come from. */
    interface Source {
        /** Some examples, in native memory. */
        Fed read(int[] examples);

        /** Data on the device: only numbers of examples are fed. */
        static Source resident(Format format) {
            return examples -> new Fed(BatchGraph.feed(examples), format, examples.length);
        }

        /** Data in memory if it lies there, checked once; else read and checked batch by batch. */
        static Source of(Dataset data, UnaryOperator<Batch> check) {
            if (data.inMemory().isPresent()) {
                Batch all = check.apply(data.inMemory().get());
                Format format = Format.of(all, false);
                return examples -> new Fed(BatchGraph.feed(all, examples), format, examples.length);
            }
            return examples -> {
                Batch batch = check.apply(data.read(examples));
                return new Fed(BatchGraph.feed(batch), Format.of(batch, false), examples.length);
            };
        }
    }

    /** All examples in order. */
    BatchQueue(Source source, int examples, int batchSize) {
        this(source, IntStream.range(0, examples).toArray(), batchSize, 0);
    }

    /** Examples in some order, from some batch on. */
    BatchQueue(Source source, int[] order, int batchSize, int firstBatch) {
        this.source = source;
        this.order = order;
        this.batchSize = batchSize;
        this.submitted = (int) Math.min(order.length, (long) firstBatch * batchSize);
        // A single batch is not worth a thread.
        this.reader = order.length - submitted > batchSize ? newReader() : null;
        fill();
    }

    boolean hasNext() {
        return !ahead.isEmpty();
    }

    /** The next batch, to be closed by the caller. */
    Fed next() {
        FutureTask<Fed> next = ahead.poll();
        if (next == null) {
            throw new NoSuchElementException("no batch left");
        }
        fill();
        return result(next);
    }

    private void fill() {
        while (ahead.size() < AHEAD && submitted < order.length) {
            int[] examples =
                    Arrays.copyOfRange(order, submitted, (int) Math.min(order.length, submitted + (long) batchSize));
            submitted += examples.length;
            FutureTask<Fed> task = new FutureTask<>(() -> source.read(examples));
            if (reader == null) {
                task.run();
            } else {
                reader.execute(task);
            }
            ahead.add(task);
        }
    }

    @Override
    public void close() {
        while (hasNext()) {
            try {
                // A batch that is being read must be waited for, or its memory would be lost.
                result(ahead.remove()).close();
            } catch (RuntimeException e) {
                // Whoever closes early does not want the batch, nor why there is none.
                continue;
            }
        }
        if (reader != null) {
            reader.shutdown();
        }
    }

    /** Waits even when interrupted: the native memory of the batch must reach somebody who closes it. */
    private static Fed result(FutureTask<Fed> task) {
        boolean wasInterrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    wasInterrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("reading a batch failed: " + e.getCause(), e.getCause());
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static ExecutorService newReader() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "cornu-batch-reader");
            thread.setDaemon(true);
            return thread;
        });
    }
}
