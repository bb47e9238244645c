package io.cornu.runtime;

import io.cornu.data.Array;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Op;
import org.tensorflow.proto.RunOptions;

/**
 * A part of a graph that is run as a whole: what is fed, what comes out, what happens.
 *
 * <p>Safe for use by several threads, as far as it updates no variable.
 */
public final class Program {
    private final Session session;
    private final List<Operand<?>> feeds;
    private final List<Operand<?>> fetches;
    private final List<Op> targets;
    private final Optional<RunOptions> options;

    Program(Session session, List<Operand<?>> feeds, List<Operand<?>> fetches, List<Op> targets) {
        this(session, feeds, fetches, targets, Optional.empty());
    }

    private Program(
            Session session,
            List<Operand<?>> feeds,
            List<Operand<?>> fetches,
            List<Op> targets,
            Optional<RunOptions> options) {
        this.session = session;
        this.feeds = List.copyOf(feeds);
        this.fetches = List.copyOf(fetches);
        this.targets = List.copyOf(targets);
        this.options = options;
    }

    /**
     * The same program with an end: a run that takes longer fails. TensorFlow stops between operations; a single one
     * that computes for long is not cut off.
     *
     * @param limit how long a run may take, above zero
     * @return a program on the same session
     * @throws IllegalArgumentException if the time is below a millisecond
     */
    public Program within(Duration limit) {
        if (limit.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "Program: expected a limit of at least a millisecond, received " + limit + ".");
        }
        RunOptions limited =
                RunOptions.newBuilder().setTimeoutInMs(limit.toMillis()).build();
        return new Program(session, feeds, fetches, targets, Optional.of(limited));
    }

    /**
     * Runs it.
     *
     * @param inputs one for each feed, in order; stay open
     * @return one array for each fetch, in order
     * @throws IllegalStateException if TensorFlow fails, such as for want of memory
     */
    public List<Array> run(List<HostTensor> inputs) {
        try (Result result = execute(inputs)) {
            List<Array> arrays = new ArrayList<>(fetches.size());
            for (int i = 0; i < fetches.size(); i++) {
                arrays.add(Tensors.array(result.get(i)));
            }
            return arrays;
        }
    }

    /**
     * Runs it and reads one number, without making arrays.
     *
     * @param inputs one for each feed, in order; stay open
     * @return the first fetch, which is of rank 0
     * @throws IllegalStateException if TensorFlow fails, such as for want of memory
     */
    public double runScalar(List<HostTensor> inputs) {
        try (Result result = execute(inputs)) {
            return Tensors.scalar(result.get(0));
        }
    }

    private Result execute(List<HostTensor> inputs) {
        Session.Runner runner = session.runner();
        for (int i = 0; i < feeds.size(); i++) {
            Tensor tensor = inputs.get(i).tensor();
            runner.feed(feeds.get(i), tensor);
        }
        fetches.forEach(runner::fetch);
        targets.forEach(runner::addTarget);
        options.ifPresent(runner::setOptions);
        try {
            return runner.run();
        } catch (RuntimeException e) {
            // TensorFlow's failures extend several of Java's exceptions; to a caller they are one thing.
            throw new IllegalStateException("TensorFlow: " + firstLine(e.getMessage()), e);
        }
    }

    static String firstLine(@Nullable String message) {
        return message == null
                ? "failed without a message"
                : message.strip().lines().findFirst().orElse("failed");
    }
}
