package io.cornu.runtime;

import io.cornu.data.Array;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.types.family.TType;

/** What puts values into a session's variables and takes them out, each program made when it is first needed. */
final class VariableMemory {
    /** Bytes of values that stand twice in memory while variables get them. */
    private static final long LARGEST_FEED = 32L << 20;

    private final NativeSession session;
    private final Map<Variable, Assignment> assignments = new HashMap<>();
    private final Map<List<Variable>, Program> assignmentPrograms = new HashMap<>();
    private final Map<List<Variable>, Program> reads = new HashMap<>();
    private final Map<Variable, Program> releases = new HashMap<>();

    /** What gives a variable a value, and where that is fed. */
    private record Assignment(Operand<? extends TType> value, Op operation) {}

    VariableMemory(NativeSession session) {
        this.session = session;
    }

    void assign(Map<Variable, Array> values) {
        List<Map.Entry<Variable, Array>> together = new ArrayList<>();
        long bytes = 0;
        for (Map.Entry<Variable, Array> entry : values.entrySet()) {
            long size =
                    (long) entry.getValue().size() * entry.getKey().dataType().size();
            if (!together.isEmpty() && bytes + size > LARGEST_FEED) {
                assignTogether(together);
                together.clear();
                bytes = 0;
            }
            together.add(entry);
            bytes += size;
        }
        if (!together.isEmpty()) {
            assignTogether(together);
        }
    }

    /** In one run, because before the first run of each program TensorFlow looks through the whole graph. */
    private void assignTogether(List<Map.Entry<Variable, Array>> values) {
        List<HostTensor> tensors = new ArrayList<>();
        try {
            for (Map.Entry<Variable, Array> entry : values) {
                tensors.add(HostTensor.of(entry.getValue().cast(entry.getKey().dataType())));
            }
            List<Variable> variables = values.stream().map(Map.Entry::getKey).toList();
            assignmentPrograms.computeIfAbsent(variables, this::assigning).run(tensors);
        } finally {
            tensors.forEach(HostTensor::close);
        }
    }

    Map<Variable, Array> read(List<Variable> variables) {
        Map<Variable, Array> values = new LinkedHashMap<>();
        if (!variables.isEmpty()) {
            List<Array> arrays =
                    reads.computeIfAbsent(List.copyOf(variables), this::reading).run(List.of());
            for (int i = 0; i < arrays.size(); i++) {
                values.put(variables.get(i), arrays.get(i));
            }
        }
        return values;
    }

    void release(Variable variable) {
        releases.computeIfAbsent(variable, this::releasing).run(List.of());
    }

    private Program assigning(List<Variable> variables) {
        List<Assignment> all = variables.stream()
                .map(variable -> assignments.computeIfAbsent(variable, this::assignment))
                .toList();
        return session.program(
                all.stream().map(Assignment::value).toList(),
                List.of(),
                all.stream().map(Assignment::operation).toList());
    }

    private Assignment assignment(Variable variable) {
        Operand<? extends TType> value = session.placeholder(variable.dataType(), variable.shape());
        return new Assignment(value, session.tf().assignVariableOp(variable.handle(), value));
    }

    private Program releasing(Variable variable) {
        return session.program(List.of(), List.of(), List.of(session.tf().destroyResourceOp(variable.handle())));
    }

    private Program reading(List<Variable> variables) {
        return session.program(
                List.of(), variables.stream().map(Variable::value).toList(), List.of());
    }
}
