package io.cornu.savedmodels.tf;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.runtime.HostTensor;
import io.cornu.runtime.NativeSession;
import io.cornu.runtime.Program;
import io.cornu.text.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * A signature and what runs it.
 *
 * @param program nothing where the signature cannot be called from Java
 * @param obstacle why not
 */
record SignatureCall(SavedModelSignature signature, Optional<Program> program, String obstacle) {
    static final String TEXT = "string";

    static SignatureCall of(
            NativeSession session, SavedModelSignature signature, SignatureDef definition, ReadOptions options) {
        for (TensorDescription input : signature.inputs()) {
            if (input.dataType().filter(SignatureCall::isFeedable).isEmpty()
                    && !input.typeName().equals(TEXT)) {
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
            Operand<?> placeholder = session.operand(tensor(definition.getInputsMap(), input));
            requireSame(signature, input, placeholder.shape());
            feeds.add(placeholder);
        }
        List<Operand<?>> fetches = new ArrayList<>();
        for (TensorDescription output : signature.outputs()) {
            fetches.add(fetchable(
                    session,
                    session.operand(tensor(definition.getOutputsMap(), output)),
                    output.dataType().orElseThrow()));
        }
        Program program = session.program(feeds, fetches, List.of());
        return new SignatureCall(
                signature, Optional.of(options.timeLimit().map(program::within).orElse(program)), "");
    }

    /** TensorFlow does not compare them, and its convolutions end the process on an array of another rank. */
    private static void requireSame(SavedModelSignature signature, TensorDescription input, Shape placeholder) {
        if (!input.shape().isCompatibleWith(placeholder)) {
            throw new IllegalArgumentException(signature.name() + ": input '" + input.name() + "': expected "
                    + Shapes.text(placeholder) + " as in the program, received " + Shapes.text(input.shape())
                    + " in the signature. Export the model again.");
        }
    }

    /** What runs a number of inputs. */
    Program runnable(int inputs) {
        List<TensorDescription> wanted = signature.inputs();
        Program found = program.orElseThrow(() -> new IllegalArgumentException(signature.name() + ": " + obstacle));
        if (inputs != wanted.size()) {
            throw new IllegalArgumentException(signature.name() + ": expected " + wanted.size() + " input(s) " + wanted
                    + ", received " + inputs + ".");
        }
        return found;
    }

    /** A tensor for each input, to be closed. */
    List<HostTensor> feeds(List<?> inputs) {
        List<HostTensor> tensors = new ArrayList<>();
        try {
            for (int i = 0; i < inputs.size(); i++) {
                TensorDescription wanted = signature.inputs().get(i);
                tensors.add(
                        inputs.get(i) instanceof Texts texts
                                ? InputCheck.texts(signature.name(), wanted, texts)
                                : HostTensor.of(InputCheck.fitting(signature.name(), wanted, (Array) inputs.get(i))));
            }
            return tensors;
        } catch (RuntimeException | Error e) {
            tensors.forEach(HostTensor::close);
            throw e;
        }
    }

    List<Array> outputs(List<Array> results) {
        List<Array> outputs = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            DataType type = signature.outputs().get(i).dataType().orElseThrow();
            outputs.add(results.get(i).cast(type));
        }
        return outputs;
    }

    private static SignatureCall refused(SavedModelSignature signature, String what, TensorDescription tensor) {
        boolean isText = tensor.typeName().equals(TEXT);
        return new SignatureCall(
                signature,
                Optional.empty(),
                what + ": expected "
                        + (isText
                                ? "numbers, received a signature with texts. Export one that gives numbers."
                                : "float, bool, int32, int64, uint8 or uint16 numbers, received a signature with "
                                        + tensor.typeName() + ". Export the model with another type."));
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

    private static Operand<?> fetchable(NativeSession session, Operand<?> output, DataType type) {
        return switch (type) {
            case INT8, INT16 -> session.tf().dtypes.cast(output, TInt32.class);
            case UINT32, UINT64 -> session.tf().dtypes.cast(output, TInt64.class);
            default -> output;
        };
    }
}
