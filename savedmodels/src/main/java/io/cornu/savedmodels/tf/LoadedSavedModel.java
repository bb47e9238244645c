package io.cornu.savedmodels.tf;

import io.cornu.data.Array;
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
import java.util.Set;
import java.util.TreeSet;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;

/**
 * A SavedModel in memory, whoever wrote it, ready to predict; made by {@link SavedModel#read}.
 *
 * <p>Predicting is safe from several threads. Close it: its weights lie in native memory that no garbage collector
 * sees.
 */
public final class LoadedSavedModel implements AutoCloseable {
    private final NativeSession session;
    private final FunctionVariables functionVariables;
    private final Map<String, SignatureCall> calls = new LinkedHashMap<>();
    private final Map<String, SignatureCall> functions = new LinkedHashMap<>();

    private LoadedSavedModel(NativeSession session, FunctionVariables functionVariables) {
        this.session = session;
        this.functionVariables = functionVariables;
    }

    static LoadedSavedModel load(SavedModelFile file, ReadOptions options) throws IOException {
        String where = file.directory().toString();
        RestoredFunctions restored = new RestoredFunctions(file.meta());
        MetaGraphDef meta = restored.meta();
        if (options.trust() == ReadOptions.Trust.CHECKED) {
            new ProgramCheck(where, meta).requireHarmless();
        }
        if (Signatures.callable(meta).isEmpty()) {
            throw new MalformedFileException(
                    where,
                    "expected a model with signatures or functions, received one without. In Python save it with "
                            + "model.export(directory), or tf.saved_model.save(module, directory, signatures=...).");
        }
        NativeSession session = new NativeSession(options.session());
        try {
            session.importGraph(meta.getGraphDef());
            new Restoration(session, file, options).run();
            LoadedSavedModel loaded = new LoadedSavedModel(session, new FunctionVariables(session, file, restored));
            for (SavedModelSignature signature : Signatures.of(meta)) {
                SignatureDef definition = meta.getSignatureDefOrThrow(signature.name());
                Map<String, SignatureCall> kind =
                        restored.names().contains(signature.name()) ? loaded.functions : loaded.calls;
                kind.put(signature.name(), SignatureCall.of(session, signature, definition, options));
            }
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
        return calls.values().stream().map(SignatureCall::signature).toList();
    }

    /**
     * What can be called besides the signatures: the functions of the saved object, {@code m.f} in Python. One that was
     * traced several times has several names, such as {@code __call__(False)} and {@code __call__(True)} for its values
     * of {@code training}. Each uses the values that the variables had when the model was saved, not those that a
     * signature may have changed since.
     *
     * @return by name
     */
    public List<SavedModelSignature> functions() {
        return functions.values().stream().map(SignatureCall::signature).toList();
    }

    /**
     * The signature that is called where none is named.
     *
     * @return {@code serving_default}, or the only one there is, or the only function where there is none
     * @throws IllegalArgumentException if there are several and none of that name
     */
    public SavedModelSignature defaultSignature() {
        Map<String, SignatureCall> first = calls.isEmpty() ? functions : calls;
        if (first.size() == 1) {
            return first.values().iterator().next().signature();
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
     * @param signature its name, or that of a function
     * @param inputs one array for each input, by name
     * @return one array for each output, by name
     * @throws IllegalArgumentException if there is no such signature, or the names, types or shapes of the inputs do
     *     not fit
     * @throws IllegalStateException if TensorFlow fails, such as for want of memory, or takes longer than allowed
     */
    public Map<String, Array> predict(String signature, Map<String, Array> inputs) {
        return predict(signature, inputs, Map.of());
    }

    /**
     * Predicts by a signature that takes texts, such as sentences or serialized {@code tf.train.Example} messages.
     *
     * @param signature its name, or that of a function
     * @param inputs one array for each input of numbers, by name
     * @param texts texts for each input of strings, by name
     * @return one array for each output, by name
     * @throws IllegalArgumentException if there is no such signature, or the names, types or shapes of the inputs do
     *     not fit
     * @throws IllegalStateException if TensorFlow fails, such as for want of memory, or takes longer than allowed
     */
    public Map<String, Array> predict(String signature, Map<String, Array> inputs, Map<String, Texts> texts) {
        SignatureCall call = named(signature);
        List<String> names =
                call.signature().inputs().stream().map(TensorDescription::name).toList();
        List<Object> ordered = new ArrayList<>();
        for (String name : names) {
            Optional.<Object>ofNullable(inputs.get(name))
                    .or(() -> Optional.ofNullable(texts.get(name)))
                    .ifPresent(ordered::add);
        }
        if (ordered.size() != names.size() || inputs.size() + texts.size() != names.size()) {
            Set<String> received = new TreeSet<>(inputs.keySet());
            received.addAll(texts.keySet());
            throw new IllegalArgumentException(
                    signature + ": expected inputs " + names + ", received " + received + ".");
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
        SignatureCall call = named(signature);
        Program program = call.runnable(inputs.size());
        for (int i = 0; i < inputs.size(); i++) {
            InputCheck.requireExact(signature, call.signature().inputs().get(i), inputs.get(i));
        }
        return call.outputs(program.run(inputs));
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

    private SignatureCall named(String signature) {
        SignatureCall call = calls.get(signature);
        if (call != null) {
            return call;
        }
        SignatureCall function = functions.get(signature);
        if (function == null) {
            throw new IllegalArgumentException("SavedModel: expected one of the signatures " + calls.keySet()
                    + (functions.isEmpty() ? "" : " or functions " + functions.keySet()) + ", received '" + signature
                    + "'. Name one of them.");
        }
        functionVariables.fill(signature);
        return function;
    }

    private static List<Array> run(SignatureCall call, List<?> inputs) {
        Program program = call.runnable(inputs.size());
        List<HostTensor> tensors = call.feeds(inputs);
        try {
            return call.outputs(program.run(tensors));
        } finally {
            tensors.forEach(HostTensor::close);
        }
    }
}
