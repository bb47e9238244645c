package io.cornu.savedmodels.tf;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.Struct.StructuredValue;
import org.tensorflow.proto.Struct.TensorSpecProto;
import org.tensorflow.proto.TensorShapeProto;

/** The tensors of a Python value in the order in which functions take and give them: dictionaries by sorted keys. */
final class FlatStructure {
    /** An argument or a result. */
    record Tensor(String name, DataType type, TensorShapeProto shape) {}

    private final List<Tensor> tensors = new ArrayList<>();
    private final List<String> rest = new ArrayList<>();

    FlatStructure(StructuredValue value) {
        collect(value, "");
    }

    List<Tensor> tensors() {
        return List.copyOf(tensors);
    }

    /** Such as {@code True}, or the shapes where all is tensors. */
    String summary() {
        if (!rest.isEmpty()) {
            return String.join(", ", rest);
        }
        List<String> shapes = new ArrayList<>();
        tensors.forEach(tensor -> shapes.add(
                ProtoTypes.name(tensor.type()) + " " + io.cornu.text.Shapes.text(ProtoTypes.ours(tensor.shape()))));
        return String.join(", ", shapes);
    }

    private void collect(StructuredValue value, String key) {
        switch (value.getKindCase()) {
            case TENSOR_SPEC_VALUE -> add(value.getTensorSpecValue(), key);
            case BOUNDED_TENSOR_SPEC_VALUE ->
                add(
                        TensorSpecProto.newBuilder()
                                .setName(value.getBoundedTensorSpecValue().getName())
                                .setDtype(value.getBoundedTensorSpecValue().getDtype())
                                .setShape(value.getBoundedTensorSpecValue().getShape())
                                .build(),
                        key);
            case LIST_VALUE -> value.getListValue().getValuesList().forEach(each -> collect(each, key));
            case TUPLE_VALUE -> value.getTupleValue().getValuesList().forEach(each -> collect(each, key));
            case NAMED_TUPLE_VALUE ->
                value.getNamedTupleValue().getValuesList().forEach(each -> collect(each.getValue(), each.getKey()));
            case DICT_VALUE ->
                new TreeMap<>(value.getDictValue().getFieldsMap()).forEach((name, each) -> collect(each, name));
            case BOOL_VALUE -> rest.add(value.getBoolValue() ? "True" : "False");
            case INT64_VALUE -> rest.add(Long.toString(value.getInt64Value()));
            case FLOAT64_VALUE -> rest.add(Double.toString(value.getFloat64Value()));
            case STRING_VALUE -> rest.add("'" + value.getStringValue() + "'");
            case NONE_VALUE -> rest.add("None");
            default -> rest.add("...");
        }
    }

    private void add(TensorSpecProto spec, String key) {
        String name = !key.isEmpty() ? key : !spec.getName().isEmpty() ? spec.getName() : "output_" + tensors.size();
        tensors.add(new Tensor(name, spec.getDtype(), spec.getShape()));
    }
}
