package io.cornu.savedmodels.tf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedConcreteFunction;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObjectGraph;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.Struct.StructuredValue;
import org.tensorflow.proto.TensorInfo;

/**
 * The signatures of a SavedModel. A signature itself knows no order, only names: the order of the model's inputs
 * and outputs is taken from the functions that stand beside it, which Python calls with lists.
 */
final class Signatures {
    static final String INITIALIZER = "__saved_model_init_op";

    /** {@code output_2} before {@code output_10}. */
    private static final Comparator<String> BY_NUMBER = Comparator.comparing(
                    (String name) -> name.replaceFirst("\\d+$", ""))
            .thenComparing(name -> name.replaceFirst("^.*?(\\d*)$", "$1").length())
            .thenComparing(Comparator.naturalOrder());

    private Signatures() {}

    /** All that can be called, by name. */
    static Map<String, SignatureDef> callable(MetaGraphDef meta) {
        Map<String, SignatureDef> callable = new TreeMap<>();
        meta.getSignatureDefMap().forEach((key, signature) -> {
            if (!key.equals(INITIALIZER) && signature.getOutputsCount() > 0) {
                callable.put(key, signature);
            }
        });
        return callable;
    }

    static List<SavedModelSignature> of(MetaGraphDef meta) {
        List<List<String>> orders = orders(meta.getObjectGraphDef());
        List<SavedModelSignature> signatures = new ArrayList<>();
        callable(meta)
                .forEach((key, signature) -> signatures.add(new SavedModelSignature(
                        key, tensors(signature.getInputsMap(), orders), tensors(signature.getOutputsMap(), orders))));
        return signatures;
    }

    private static List<TensorDescription> tensors(Map<String, TensorInfo> tensors, List<List<String>> orders) {
        List<String> names = orders.stream()
                .filter(order -> order.size() == tensors.size() && new HashSet<>(order).equals(tensors.keySet()))
                .findFirst()
                .orElseGet(() -> tensors.keySet().stream().sorted(BY_NUMBER).toList());
        List<TensorDescription> described = new ArrayList<>();
        for (String name : names) {
            TensorInfo tensor = tensors.getOrDefault(name, TensorInfo.getDefaultInstance());
            described.add(new TensorDescription(
                    name, ProtoTypes.name(tensor.getDtype()), ProtoTypes.ours(tensor.getTensorShape())));
        }
        return described;
    }

    /** The names of tensors in the order of every function that takes or gives them by position. */
    private static List<List<String>> orders(SavedObjectGraph objects) {
        return objects.getConcreteFunctionsMap().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .flatMap(Signatures::orders)
                .toList();
    }

    private static Stream<List<String>> orders(SavedConcreteFunction function) {
        List<String> inputs = new ArrayList<>();
        StructuredValue arguments = function.getCanonicalizedInputSignature();
        if (arguments.getTupleValue().getValuesCount() > 0) {
            collect(arguments.getTupleValue().getValues(0), inputs);
        }
        List<String> outputs = new ArrayList<>();
        collect(function.getOutputSignature(), outputs);
        return Stream.of(inputs, outputs).filter(names -> isOrder(names));
    }

    private static boolean isOrder(List<String> names) {
        Set<String> distinct = new HashSet<>(names);
        return !names.isEmpty() && distinct.size() == names.size();
    }

    /** Lists and tuples only: Python sorts dictionaries, and so tells no order by them. */
    private static void collect(StructuredValue value, List<String> names) {
        switch (value.getKindCase()) {
            case TENSOR_SPEC_VALUE -> names.add(value.getTensorSpecValue().getName());
            case LIST_VALUE -> value.getListValue().getValuesList().forEach(inner -> collect(inner, names));
            case TUPLE_VALUE -> value.getTupleValue().getValuesList().forEach(inner -> collect(inner, names));
            default -> {
                // What is no tensor has no name to collect.
            }
        }
    }
}
