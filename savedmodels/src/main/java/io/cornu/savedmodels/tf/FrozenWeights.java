package io.cornu.savedmodels.tf;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.OpDef.ArgDef;
import org.tensorflow.proto.TensorProto;

/**
 * Weights as constants. They stand in one function that all others call, so that the file holds them once.
 *
 * <p>Messages end at 2 GiB, and so do the weights.
 */
final class FrozenWeights {
    private static final String NAME = "__inference_weights";

    private static final String CALL = "weights_of_the_model";

    /** 2 GiB less what everything else may take. */
    private static final long MOST_BYTES = (1L << 31) - (1L << 26);

    private final List<VariableEntry> variables;
    private final Map<String, Integer> places = new HashMap<>();

    FrozenWeights(List<VariableEntry> variables) {
        this.variables = variables;
        long bytes = 0;
        for (VariableEntry variable : variables) {
            places.put(variable.path(), places.size());
            bytes += variable.value().bytes().capacity();
        }
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException("SavedModel: expected at most " + MOST_BYTES
                    + " bytes of weights to freeze, received " + bytes + ". Write them as variables.");
        }
    }

    VariableEntry variable(String path) {
        Integer place = places.get(path);
        if (place == null) {
            throw new IllegalStateException("no variable " + path);
        }
        return variables.get(place);
    }

    /** The function that gives all weights in order. */
    FunctionDef definition() {
        FunctionDef.Builder function = FunctionDef.newBuilder();
        OpDef.Builder signature = function.getSignatureBuilder().setName(NAME);
        for (int i = 0; i < variables.size(); i++) {
            VariableEntry variable = variables.get(i);
            TensorProto value = TensorProto.newBuilder()
                    .setDtype(variable.type())
                    .setTensorShape(ProtoTypes.proto(variable.shape()))
                    .setTensorContent(ByteString.copyFrom(variable.value().bytes()))
                    .build();
            String node = "weight_" + i;
            function.addNodeDef(NodeDef.newBuilder()
                    .setName(node)
                    .setOp("Const")
                    .putAttr("dtype", Attributes.type(variable.type()))
                    .putAttr("value", AttrValue.newBuilder().setTensor(value).build()));
            signature.addOutputArg(ArgDef.newBuilder().setName(node + "_value").setType(variable.type()));
            function.putRet(node + "_value", node + ":output:0");
        }
        return function.build();
    }

    /** A function that uses the constants in place of the variables that it was handed. */
    ExportedFunction freeze(ExportedFunction function) {
        if (function.captures().isEmpty()) {
            return function;
        }
        FunctionDef.Builder frozen = function.definition().toBuilder().clearNodeDef();
        List<ArgDef> kept = new ArrayList<>(frozen.getSignature().getInputArgList());
        List<ArgDef> handles = kept.subList(function.inputs().size(), kept.size());
        Map<String, Integer> byArgument = new HashMap<>();
        for (int i = 0; i < handles.size(); i++) {
            byArgument.put(
                    handles.get(i).getName(), places.get(function.captures().get(i)));
        }
        handles.clear();
        frozen.getSignatureBuilder().clearInputArg().addAllInputArg(kept);
        Map<String, String> constants = new HashMap<>();
        List<NodeDef> others = new ArrayList<>();
        for (NodeDef node : function.definition().getNodeDefList()) {
            Integer place = node.getInputCount() == 0 ? null : byArgument.get(node.getInput(0));
            if (place == null) {
                others.add(node);
            } else if (node.getOp().equals("ReadVariableOp")) {
                constants.put(node.getName(), CALL + ":output:" + place);
            } else {
                throw new IllegalStateException(node.getName() + ": a variable is used by " + node.getOp());
            }
        }
        others.forEach(node -> frozen.addNodeDef(reading(node, constants)));
        frozen.getRetMap().forEach((name, tensor) -> frozen.putRet(name, replaced(tensor, constants)));
        frozen.addNodeDef(call());
        return new ExportedFunction(frozen.build(), function.inputs(), function.outputs(), List.of());
    }

    private static NodeDef reading(NodeDef node, Map<String, String> constants) {
        NodeDef.Builder reading = node.toBuilder().clearInput();
        node.getInputList().stream()
                .filter(input -> !input.startsWith("^") || !constants.containsKey(GraphNodes.operation(input)))
                .forEach(input -> reading.addInput(replaced(input, constants)));
        return reading.build();
    }

    private static String replaced(String tensor, Map<String, String> constants) {
        return constants.getOrDefault(GraphNodes.operation(tensor), tensor);
    }

    private NodeDef call() {
        return NodeDef.newBuilder()
                .setName(CALL)
                .setOp("PartitionedCall")
                .putAttr("Tin", Attributes.types(List.of()))
                .putAttr(
                        "Tout",
                        Attributes.types(
                                variables.stream().map(each -> each.type()).toList()))
                .putAttr("f", Attributes.function(NAME))
                .build();
    }
}
