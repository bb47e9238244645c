package io.cornu.savedmodels.tf;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.runtime.HostTensor;
import io.cornu.runtime.NativeSession;
import io.cornu.runtime.Program;
import io.cornu.savedmodels.archive.MalformedFileException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * A SavedModel in memory, whoever wrote it, ready to predict; made by {@link SavedModel#read}.
 *
 * <p>Predicting is safe from several threads. Close it: its weights lie in native memory that no garbage collector
 * sees.
 */
public final class LoadedSavedModel implements AutoCloseable {
    private final NativeSession session;
    private final Map<String, Call> calls = new LinkedHashMap<>();

    /** A signature and what runs it. */
    private record Call(SavedModelSignature signature, Optional<Program> program, String obstacle) {}

    private LoadedSavedModel(NativeSession session) {
        this.session = session;
    }

    static LoadedSavedModel load(SavedModelFile file, ReadOptions options) throws IOException {
        String where = file.directory().toString();
        if (options.trust() == ReadOptions.Trust.CHECKED) {
            new ProgramCheck(where, file.meta()).requireHarmless();
        }
        if (Signatures.callable(file.meta()).isEmpty()) {
            throw new MalformedFileException(
                    where,
                    "expected a model with signatures, received one without. In Python save it with "
                            + "model.export(directory), or tf.saved_model.save(module, directory, signatures=...).");
        }
        NativeSession session = new NativeSession(options.session());
        try {
            session.importGraph(file.meta().getGraphDef());
            new Restoration(session, file).run();
            LoadedSavedModel loaded = new LoadedSavedModel(session);
            Signatures.of(file.meta())
                    .forEach(signature -> loaded.calls.put(
                            signature.name(),
                            loaded.call(signature, file.meta().getSignatureDefOrThrow(signature.name()))));
            return loaded;
        } catch (IllegalArgumentException e) {
            session.close();
            throw new MalformedFileException(where, "expected a model that TensorFlow loads. " + e.getMessage(), e);
        } catch (IOException | RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    /**
     * What can be called.
     *
     * @return by name
     */
    public List<SavedModelSignature> signatures() {
        return calls.values().stream().map(Call::signature).toList();
    }

    /**
     * The signature that is called where none is named.
     *
     * @return {@code serving_default}, or the only one there is
     * @throws IllegalArgumentException if there are several and none of that name
     */
    public SavedModelSignature defaultSignature() {
        if (calls.size() == 1) {
            return calls.values().iterator().next().signature();
        }
        return named(Export.SERVING).signature();
    }

    /**
     * Predicts by the default signature, inputs and outputs in its order.
     *
     * @param inputs one array for each input
     * @return one array for each output
     * @throws IllegalArgumentException if the number, types or shapes of the inputs do not fit
     * @throws IllegalStateException if TensorFlow fails, such as for want of memory
     */
    public List<Array> predict(List<Array> inputs) {
        return predict(defaultSignature().name(), inputs);
    }

    /**
     * Predicts by a signature, inputs and outputs in its order.
     *
     * @param signature its name
     * @param inputs one array for each input
     * @return one array for each output
     * @throws IllegalArgumentException if there is no such signature, or the number, types or shapes of the inputs do
     *     not fit
     * @throws IllegalStateException if TensorFlow fails, such as for want of memory
     */
    public List<Array> predict(String signature, List<Array> inputs) {
        return run(named(signature), inputs);
    }

    /**
     * Predicts by the default signature.
     *
     * @param inputs one array for each input, by name
     * @return one array for each output, by name
     * @throws IllegalArgumentException if the names, types or shapes of the inputs do not fit
     * @throws IllegalStateException if TensorFlow fails, such as for want of memory
     */
    public Map<String, Array> predict(Map<String, Array> inputs) {
        return predict(defaultSignature().name(), inputs);
    }

    /**
     * Predicts by a signature. Arrays of other types are converted where no integer can be cut.
     *
     * @param signature its name
     * @param inputs one array for each input, by name
     * @return one array for each output, by name
     * @throws IllegalArgumentException if there is no such signature, or the names, types or shapes of the inputs do
     *     not fit
     * @throws IllegalStateException if TensorFlow fails, such as for want of memory
     */
    public Map<String, Array> predict(String signature, Map<String, Array> inputs) {
        Call call = named(signature);
        List<String> names =
                call.signature().inputs().stream().map(TensorDescription::name).toList();
        List<Array> ordered = new ArrayList<>();
        for (String name : names) {
            Array array = inputs.get(name);
            if (array != null) {
                ordered.add(array);
            }
        }
        if (ordered.size() != names.size() || inputs.size() != names.size()) {
            throw new IllegalArgumentException(
                    signature + ": expected inputs " + names + ", received " + inputs.keySet() + ".");
        }
        List<Array> outputs = run(call, ordered);
        Map<String, Array> named = new LinkedHashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            named.put(call.signature().outputs().get(i).name(), outputs.get(i));
        }
        return named;
    }

    /**
     * Predicts from native memory by a signature, inputs and outputs in its order: the shortest way there is, for
     * services.
     *
     * @param signature its name
     * @param inputs one tensor for each input, of its type and shape; stay open
     * @return one array for each output
     * @throws IllegalArgumentException if there is no such signature, or the number, types or shapes of the inputs are
     *     not its own
     * @throws IllegalStateException if TensorFlow fails, such as for want of memory
     */
    public List<Array> predictNative(String signature, List<HostTensor> inputs) {
        Call call = named(signature);
        Program program = runnable(call, inputs.size());
        for (int i = 0; i < inputs.size(); i++) {
            InputCheck.requireExact(signature, call.signature().inputs().get(i), inputs.get(i));
        }
        return outputs(call, program.run(inputs));
    }

    /**
     * An array in native memory, in the type of an input.
     *
     * @param signature the signature's name
     * @param input the place of the input in its order
     * @param array the numbers
     * @return the tensor, to be closed
     * @throws IllegalArgumentException if there is no such signature, or the type or shape do not fit
     */
    public HostTensor feed(String signature, int input, Array array) {
        TensorDescription wanted = named(signature).signature().inputs().get(input);
        return HostTensor.of(InputCheck.fitting(signature, wanted, array));
    }

    /** Frees the weights. The model cannot be used any more. */
    @Override
    public void close() {
        session.close();
    }

    private Call named(String signature) {
        Call call = calls.get(signature);
        if (call == null) {
            throw new IllegalArgumentException("SavedModel: expected one of the signatures " + calls.keySet()
                    + ", received '" + signature + "'. Name one of them.");
        }
        return call;
    }

    private static List<Array> run(Call call, List<Array> inputs) {
        Program program = runnable(call, inputs.size());
        List<TensorDescription> wanted = call.signature().inputs();
        List<Array> fitting = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            fitting.add(InputCheck.fitting(call.signature().name(), wanted.get(i), inputs.get(i)));
        }
        List<HostTensor> tensors = new ArrayList<>();
        try {
            fitting.forEach(array -> tensors.add(HostTensor.of(array)));
            return outputs(call, program.run(tensors));
        } finally {
            tensors.forEach(HostTensor::close);
        }
    }

    private static Program runnable(Call call, int inputs) {
        List<TensorDescription> wanted = call.signature().inputs();
        String name = call.signature().name();
        Program program = call.program().orElseThrow(() -> new IllegalArgumentException(name + ": " + call.obstacle()));
        if (inputs != wanted.size()) {
            throw new IllegalArgumentException(
                    name + ": expected " + wanted.size() + " input(s) " + wanted + ", received " + inputs + ".");
        }
        return program;
    }

    private static List<Array> outputs(Call call, List<Array> results) {
        List<Array> outputs = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            DataType type = call.signature().outputs().get(i).dataType().orElseThrow();
            outputs.add(results.get(i).cast(type));
        }
        return outputs;
    }

    private Call call(SavedModelSignature signature, SignatureDef definition) {
        for (TensorDescription input : signature.inputs()) {
            if (input.dataType().filter(LoadedSavedModel::isFeedable).isEmpty()) {
                return refused(signature, "input " + input.name(), input);
            }
        }
        for (TensorDescription output : signature.outputs()) {
            if (output.dataType().isEmpty()) {
                return refused(signature, "output " + output.name(), output);
            }
        }
        List<Operand<?>> feeds = new ArrayList<>();
        for (TensorDescription input : signature.inputs()) {
            feeds.add(session.operand(tensor(definition.getInputsMap(), input)));
        }
        List<Operand<?>> fetches = new ArrayList<>();
        for (TensorDescription output : signature.outputs()) {
            fetches.add(fetchable(
                    session.operand(tensor(definition.getOutputsMap(), output)),
                    output.dataType().orElseThrow()));
        }
        return new Call(signature, Optional.of(session.program(feeds, fetches, List.of())), "");
    }

    private static Call refused(SavedModelSignature signature, String what, TensorDescription tensor) {
        return new Call(
                signature,
                Optional.empty(),
                what + ": expected float, bool, int32, int64, uint8 or uint16 numbers, received a signature with "
                        + tensor.typeName() + ". Export the model with another type.");
    }

    private static String tensor(Map<String, TensorInfo> tensors, TensorDescription description) {
        TensorInfo tensor = tensors.get(description.name());
        if (tensor == null || tensor.getName().isEmpty()) {
            throw new IllegalArgumentException(description.name() + ": expected a plain tensor in the signature, "
                    + "received a sparse or composite one.");
        }
        return tensor.getName();
    }

    /** TensorFlow Java has tensors of these types only. */
    private static boolean isFeedable(DataType type) {
        return switch (type) {
            case INT8, INT16, UINT32, UINT64 -> false;
            default -> true;
        };
    }

    private Operand<?> fetchable(Operand<?> output, DataType type) {
        return switch (type) {
            case INT8, INT16 -> session.tf().dtypes.cast(output, TInt32.class);
            case UINT32, UINT64 -> session.tf().dtypes.cast(output, TInt64.class);
            default -> output;
        };
    }
}
