package io.cornu.savedmodels.tf;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.VersionDef;

/**
 * The graph that TensorFlow Serving, C++ and Java run: variables, a call for each signature, and a saver. Names made
 * here hold no slash, so they never meet those of variables, {@code layer/variable}.
 */
final class ServingGraph {
    private static final String METHOD = "tensorflow/serving/predict";

    /** What TensorFlow 2.18 itself writes; older readers say so where they cannot follow. */
    private static final VersionDef VERSION =
            VersionDef.newBuilder().setProducer(1994).setMinConsumer(12).build();

    private final GraphDef.Builder graph = GraphDef.newBuilder().setVersions(VERSION);
    private final List<VariableEntry> variables;

    ServingGraph(List<VariableEntry> variables, Collection<FunctionDef> functions) {
        this.variables = variables;
        graph.getLibraryBuilder().addAllFunction(functions);
        for (VariableEntry variable : variables) {
            graph.addNode(node(variable.path(), "VarHandleOp")
                    .putAttr("dtype", Attributes.type(variable.type()))
                    .putAttr("shape", Attributes.shape(ProtoTypes.proto(variable.shape())))
                    .putAttr("shared_name", Attributes.text(variable.path())));
            graph.addNode(node(read(variable), "ReadVariableOp", variable.path())
                    .putAttr("dtype", Attributes.type(variable.type())));
        }
    }

    GraphDef definition() {
        return graph.build();
    }

    SignatureDef addSignature(String key, ExportedFunction function) {
        SignatureDef.Builder signature = SignatureDef.newBuilder().setMethodName(METHOD);
        List<String> arguments = new ArrayList<>();
        List<DataType> types = new ArrayList<>();
        for (Slot input : function.inputs()) {
            String name = key + "_" + input.name();
            graph.addNode(node(name, "Placeholder")
                    .putAttr("dtype", Attributes.type(input.type()))
                    .putAttr("shape", Attributes.shape(ProtoTypes.proto(input.shape()))));
            signature.putInputs(input.name(), input.at(name + ":0"));
            arguments.add(name);
            types.add(input.type());
        }
        function.captures().forEach(path -> {
            arguments.add(path);
            types.add(DataType.DT_RESOURCE);
        });
        String call = "call_" + key;
        graph.addNode(node(call, "StatefulPartitionedCall", arguments.toArray(String[]::new))
                .putAttr("Tin", Attributes.types(types))
                .putAttr(
                        "Tout",
                        Attributes.types(
                                function.outputs().stream().map(Slot::type).toList()))
                .putAttr("f", Attributes.function(function.name())));
        for (int i = 0; i < function.outputs().size(); i++) {
            Slot output = function.outputs().get(i);
            signature.putOutputs(output.name(), output.at(call + ":" + i));
        }
        return signature.build();
    }

    /** Adds what restores the variables from a checkpoint, and writes them again. */
    SaverDef addSaver() {
        List<String> keys = variables.stream().map(VariableEntry::checkpointKey).toList();
        List<DataType> types = variables.stream().map(VariableEntry::type).toList();
        graph.addNode(node("saver_filename", "Placeholder")
                .putAttr("dtype", Attributes.type(DataType.DT_STRING))
                .putAttr("shape", Attributes.shape(TensorShapeProto.getDefaultInstance())));
        graph.addNode(texts("saver_keys", keys));
        graph.addNode(texts("saver_slices", keys.stream().map(key -> "").toList()));
        List<String> saved = new ArrayList<>(List.of("saver_filename", "saver_keys", "saver_slices"));
        variables.forEach(variable -> saved.add(read(variable)));
        graph.addNode(
                node("saver_save", "SaveV2", saved.toArray(String[]::new)).putAttr("dtypes", Attributes.types(types)));
        graph.addNode(node("saver_saved", "Identity", "saver_filename", "^saver_save")
                .putAttr("T", Attributes.type(DataType.DT_STRING)));
        graph.addNode(node("saver_restore", "RestoreV2", "saver_filename", "saver_keys", "saver_slices")
                .putAttr("dtypes", Attributes.types(types)));
        NodeDef.Builder all = node("saver_restored", "NoOp");
        for (int i = 0; i < variables.size(); i++) {
            VariableEntry variable = variables.get(i);
            String assign = variable.path() + "/Assign";
            graph.addNode(node(assign, "AssignVariableOp", variable.path(), "saver_restore:" + i)
                    .putAttr("dtype", Attributes.type(variable.type())));
            all.addInput("^" + assign);
        }
        graph.addNode(all);
        return SaverDef.newBuilder()
                .setFilenameTensorName("saver_filename:0")
                .setSaveTensorName("saver_saved:0")
                .setRestoreOpName("saver_restored")
                .setVersion(SaverDef.CheckpointFormatVersion.V2)
                .build();
    }

    private static String read(VariableEntry variable) {
        return variable.path() + "/Read/ReadVariableOp";
    }

    private static NodeDef.Builder node(String name, String operation, String... inputs) {
        return NodeDef.newBuilder().setName(name).setOp(operation).addAllInput(List.of(inputs));
    }

    private static NodeDef.Builder texts(String name, List<String> values) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setDtype(DataType.DT_STRING)
                .setTensorShape(TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dim.newBuilder().setSize(values.size())));
        values.forEach(value -> tensor.addStringVal(ByteString.copyFromUtf8(value)));
        return node(name, "Const")
                .putAllAttr(Map.of(
                        "dtype",
                        Attributes.type(DataType.DT_STRING),
                        "value",
                        AttrValue.newBuilder().setTensor(tensor).build()));
    }
}
