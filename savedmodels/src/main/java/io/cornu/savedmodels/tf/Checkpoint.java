package io.cornu.savedmodels.tf;

import io.cornu.runtime.Device;
import io.cornu.runtime.HostTensor;
import io.cornu.runtime.NativeSession;
import io.cornu.runtime.SessionOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph;
import org.tensorflow.types.TString;

/** Writes TensorFlow's checkpoint files. */
final class Checkpoint {
    private Checkpoint() {}

    /** Writes {@code prefix.index} and {@code prefix.data-00000-of-00001}. */
    static void write(Path prefix, List<VariableEntry> variables, TrackableObjectGraph objects) throws IOException {
        SessionOptions processor = SessionOptions.defaults().withDevice(new Device.Cpu());
        List<HostTensor> values = new ArrayList<>();
        try (NativeSession session = new NativeSession(processor)) {
            Ops tf = session.tf();
            List<String> keys = new ArrayList<>();
            List<Operand<?>> feeds = new ArrayList<>();
            for (VariableEntry variable : variables) {
                keys.add(variable.checkpointKey());
                feeds.add(session.placeholder(variable.value().dataType(), variable.shape()));
                values.add(HostTensor.of(variable.value()));
            }
            keys.add("_CHECKPOINTABLE_OBJECT_GRAPH");
            List<Operand<?>> tensors = new ArrayList<>(feeds);
            // Latin-1 keeps every byte of the message as it is.
            tensors.add(tf.constant(
                    StandardCharsets.ISO_8859_1, new String(objects.toByteArray(), StandardCharsets.ISO_8859_1)));
            Op save = tf.train.save(
                    tf.constant(prefix.toString()),
                    texts(tf, keys),
                    texts(tf, keys.stream().map(key -> "").toList()),
                    tensors);
            session.program(feeds, List.of(), List.of(save)).run(values);
        } catch (IllegalStateException e) {
            throw new IOException(prefix + ": the variables could not be written. " + e.getMessage(), e);
        } finally {
            values.forEach(HostTensor::close);
        }
    }

    private static Operand<TString> texts(Ops tf, List<String> values) {
        return tf.constant(StandardCharsets.UTF_8, values.toArray(String[]::new));
    }
}
