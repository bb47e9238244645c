package io.cornu.savedmodels.tf;

import io.cornu.model.TracedFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.OpDef.ArgDef;
import org.tensorflow.proto.ResourceHandleProto.DtypeAndShape;

/**
 * A function of a SavedModel that is written.
 *
 * @param inputs its tensors in the order of its arguments
 * @param outputs its tensors in the order of its results
 * @param captures the variables, in the order of its last arguments
 */
record ExportedFunction(FunctionDef definition, List<Slot> inputs, List<Slot> outputs, List<String> captures) {
    /** The function as it was traced, under a name of its own. */
    static ExportedFunction of(
            String name,
            TracedFunction traced,
            List<Slot> inputs,
            List<Slot> outputs,
            Function<String, VariableEntry> variables) {
        FunctionDef.Builder definition = traced.definition().toBuilder().clearArgAttr();
        OpDef.Builder signature = definition.getSignatureBuilder().setName(name);
        for (int i = 0; i < traced.captures().size(); i++) {
            VariableEntry variable = variables.apply(traced.captures().get(i));
            // Tells shapes to whoever builds on the function, without a look at the variable.
            signature
                    .getInputArgBuilder(inputs.size() + i)
                    .clearHandleData()
                    .addHandleData(DtypeAndShape.newBuilder()
                            .setDtype(variable.type())
                            .setShape(ProtoTypes.proto(variable.shape())));
        }
        definition.getNodeDefBuilderList().forEach(ExportedFunction::normalize);
        Clips.replace(definition);
        return new ExportedFunction(definition.build(), inputs, outputs, traced.captures());
    }

    String name() {
        return definition.getSignature().getName();
    }

    /**
     * The same function with arguments and results in the order of their names: Python passes and returns
     * dictionaries in that order, whatever the function was told.
     */
    ExportedFunction sortedByName() {
        OpDef.Builder signature = definition.getSignature().toBuilder();
        List<ArgDef> arguments = new ArrayList<>();
        List<Slot> sortedInputs = new ArrayList<>();
        for (int index : order(inputs)) {
            arguments.add(signature.getInputArg(index));
            sortedInputs.add(inputs.get(index));
        }
        arguments.addAll(signature.getInputArgList().subList(inputs.size(), signature.getInputArgCount()));
        List<ArgDef> results = new ArrayList<>();
        List<Slot> sortedOutputs = new ArrayList<>();
        for (int index : order(outputs)) {
            results.add(signature.getOutputArg(index));
            sortedOutputs.add(outputs.get(index));
        }
        signature.clearInputArg().addAllInputArg(arguments).clearOutputArg().addAllOutputArg(results);
        return new ExportedFunction(
                definition.toBuilder().setSignature(signature).build(), sortedInputs, sortedOutputs, captures);
    }

    private static int[] order(List<Slot> slots) {
        List<String> sorted = slots.stream().map(Slot::name).sorted().toList();
        List<String> names = slots.stream().map(Slot::name).toList();
        return sorted.stream().mapToInt(names::indexOf).toArray();
    }

    private static void normalize(NodeDef.Builder node) {
        node.clearDevice();
        if (node.getOp().equals("Conv")) {
            toConv2D(node);
        }
    }

    /**
     * In Java dilated convolutions are the generic {@code Conv}, because TensorFlow's C++ gradient of {@code Conv2D}
     * forgets the dilation. Python's does not, and neither Python nor TFLite knows a gradient or a kernel of the other.
     */
    private static void toConv2D(NodeDef.Builder node) {
        Map<String, AttrValue> attributes = Map.copyOf(node.getAttrMap());
        node.setOp("Conv2D").clearAttr().putAttr("data_format", Attributes.text("NHWC"));
        for (String kept : List.of("T", "strides", "padding", "explicit_paddings", "dilations")) {
            AttrValue value = attributes.get(kept);
            if (value != null) {
                node.putAttr(kept, value);
            }
        }
    }
}
