package io.cornu.savedmodels.tf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedConcreteFunction;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedFunction;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObject;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObjectGraph;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedVariable;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject.ObjectReference;

/**
 * The functions of a SavedModel's root that have no signature, {@code m.f} in Python: calls of them are added to the
 * graph, over variables of their own, which are filled when a function is first called.
 */
final class RestoredFunctions {
    private static final int MAX_FUNCTIONS = 100;
    private static final int MAX_ARGUMENTS = 10_000;

    private final MetaGraphDef meta;
    private final SavedObjectGraph objects;
    private final GraphDef.Builder graph;
    private final String prefix;
    private final Map<String, SignatureDef> signatures = new LinkedHashMap<>();
    private final Map<Integer, String> handles = new LinkedHashMap<>();
    private final Map<String, List<Integer>> captures = new HashMap<>();

    RestoredFunctions(MetaGraphDef meta) {
        this.meta = meta;
        this.objects = meta.getObjectGraphDef();
        this.graph = meta.getGraphDef().toBuilder();
        Set<String> taken = graph.getNodeList().stream().map(NodeDef::getName).collect(Collectors.toSet());
        String free = "restored_function";
        while (startsAny(taken, free)) {
            free += "_";
        }
        this.prefix = free;
        if (objects.getNodesCount() > 0) {
            objects.getNodes(0).getChildrenList().forEach(this::addMember);
        }
    }

    /** The same with calls of the functions, each with a signature. */
    MetaGraphDef meta() {
        return signatures.isEmpty()
                ? meta
                : meta.toBuilder()
                        .setGraphDef(graph)
                        .putAllSignatureDef(signatures)
                        .build();
    }

    Set<String> names() {
        return signatures.keySet();
    }

    /** The variables that a function uses: objects, by the names of their handles. */
    Map<String, Integer> variables(String function) {
        Map<String, Integer> variables = new LinkedHashMap<>();
        captures.getOrDefault(function, List.of()).forEach(object -> {
            String handle = handles.get(object);
            if (handle != null) {
                variables.put(handle, object);
            }
        });
        return variables;
    }

    private static boolean startsAny(Set<String> names, String start) {
        return names.stream().anyMatch(name -> name.startsWith(start));
    }

    private void addMember(ObjectReference member) {
        Optional<SavedObject> object = object(member.getNodeId());
        if (object.isEmpty() || signatures.size() >= MAX_FUNCTIONS) {
            return;
        }
        if (object.get().hasBareConcreteFunction()) {
            String name = object.get().getBareConcreteFunction().getConcreteFunctionName();
            add(member.getLocalName(), name);
        } else if (object.get().hasFunction()) {
            SavedFunction function = object.get().getFunction();
            boolean isSingle = function.getConcreteFunctionsCount() == 1;
            for (String concrete : function.getConcreteFunctionsList()) {
                add(isSingle ? member.getLocalName() : member.getLocalName() + options(concrete), concrete);
            }
        }
    }

    /** What tells the traces of one function apart: values that are no tensors, and the shapes of those that are. */
    private String options(String concrete) {
        SavedConcreteFunction function =
                objects.getConcreteFunctionsOrDefault(concrete, SavedConcreteFunction.getDefaultInstance());
        return "(" + new FlatStructure(function.getCanonicalizedInputSignature()).summary() + ")";
    }

    private void add(String name, String concrete) {
        SavedConcreteFunction saved = objects.getConcreteFunctionsMap().get(concrete);
        Optional<FunctionDef> definition = meta.getGraphDef().getLibrary().getFunctionList().stream()
                .filter(each -> each.getSignature().getName().equals(concrete))
                .findFirst();
        if (saved == null
                || definition.isEmpty()
                || meta.containsSignatureDef(name)
                || signatures.containsKey(name)
                || signatures.size() >= MAX_FUNCTIONS) {
            return;
        }
        FlatStructure arguments = new FlatStructure(saved.getCanonicalizedInputSignature());
        FlatStructure results = new FlatStructure(saved.getOutputSignature());
        int inputs = definition.get().getSignature().getInputArgCount();
        boolean fits = inputs == arguments.tensors().size() + saved.getBoundInputsCount()
                && definition.get().getSignature().getOutputArgCount()
                        == results.tensors().size()
                && !results.tensors().isEmpty()
                && inputs <= MAX_ARGUMENTS;
        if (fits) {
            List<String> bound = new ArrayList<>();
            for (int object : saved.getBoundInputsList()) {
                bound(object).ifPresent(bound::add);
            }
            if (bound.size() == saved.getBoundInputsCount()) {
                signatures.put(name, call(definition.get(), arguments, results, bound));
                captures.put(name, saved.getBoundInputsList());
            }
        }
    }

    private SignatureDef call(
            FunctionDef definition, FlatStructure arguments, FlatStructure results, List<String> bound) {
        String place = prefix + "_" + signatures.size();
        SignatureDef.Builder signature = SignatureDef.newBuilder();
        boolean isStateful = definition.getSignature().getIsStateful() || !bound.isEmpty();
        NodeDef.Builder node = NodeDef.newBuilder()
                .setName(place)
                .setOp(isStateful ? "StatefulPartitionedCall" : "PartitionedCall")
                .putAttr("f", Attributes.function(definition.getSignature().getName()))
                .putAttr(
                        "Tin",
                        Attributes.types(definition.getSignature().getInputArgList().stream()
                                .map(each -> each.getType())
                                .toList()))
                .putAttr(
                        "Tout",
                        Attributes.types(definition.getSignature().getOutputArgList().stream()
                                .map(each -> each.getType())
                                .toList()));
        int number = 0;
        Set<String> taken = new HashSet<>();
        for (FlatStructure.Tensor tensor : arguments.tensors()) {
            String placeholder = place + "_input_" + number++;
            graph.addNode(NodeDef.newBuilder()
                    .setName(placeholder)
                    .setOp("Placeholder")
                    .putAttr("dtype", Attributes.type(tensor.type()))
                    .putAttr("shape", Attributes.shape(tensor.shape())));
            node.addInput(placeholder);
            signature.putInputs(PythonNames.unique(tensor.name(), taken), info(placeholder + ":0", tensor));
        }
        node.addAllInput(bound);
        graph.addNode(node);
        taken.clear();
        number = 0;
        for (FlatStructure.Tensor tensor : results.tensors()) {
            signature.putOutputs(PythonNames.unique(tensor.name(), taken), info(place + ":" + number++, tensor));
        }
        return signature.build();
    }

    /** What stands for a bound object: the handle of a variable, a constant, or the model's own table. */
    private Optional<String> bound(int id) {
        Optional<SavedObject> object = object(id);
        if (object.isEmpty()) {
            return Optional.empty();
        }
        if (object.get().hasVariable()) {
            return Optional.of(handles.computeIfAbsent(
                    id, each -> handle(each, object.get().getVariable())));
        }
        if (object.get().hasConstant()) {
            String name = object.get().getConstant().getOperation();
            return graph.getNodeList().stream().anyMatch(node -> node.getName().equals(name))
                    ? Optional.of(name)
                    : Optional.empty();
        }
        return object.get().hasResource() ? table(object.get()) : Optional.empty();
    }

    private String handle(int id, SavedVariable variable) {
        String name = prefix + "_variable_" + id;
        graph.addNode(NodeDef.newBuilder()
                .setName(name)
                .setOp("VarHandleOp")
                .putAttr("dtype", Attributes.type(variable.getDtype()))
                .putAttr("shape", Attributes.shape(variable.getShape()))
                .putAttr("shared_name", Attributes.text(name)));
        return name;
    }

    /** The node of the main graph that makes the same table as the object's creating function. */
    private Optional<String> table(SavedObject resource) {
        Optional<String> creator = resource.getChildrenList().stream()
                .filter(child -> child.getLocalName().equals("_create_resource"))
                .map(child -> object(child.getNodeId()))
                .flatMap(Optional::stream)
                .filter(SavedObject::hasFunction)
                .flatMap(each -> each.getFunction().getConcreteFunctionsList().stream())
                .findFirst();
        List<NodeDef> made = meta.getGraphDef().getLibrary().getFunctionList().stream()
                .filter(function -> creator.filter(function.getSignature().getName()::equals)
                        .isPresent())
                .flatMap(function -> function.getNodeDefList().stream())
                .filter(node -> node.getOp().endsWith("TableV2"))
                .toList();
        if (made.size() != 1) {
            return Optional.empty();
        }
        AttrValue name = made.get(0).getAttrOrDefault("shared_name", AttrValue.getDefaultInstance());
        List<String> same = meta.getGraphDef().getNodeList().stream()
                .filter(node -> node.getOp().equals(made.get(0).getOp()))
                .filter(node -> node.getAttrOrDefault("shared_name", AttrValue.getDefaultInstance())
                        .equals(name))
                .map(NodeDef::getName)
                .toList();
        return same.size() == 1 ? Optional.of(same.get(0)) : Optional.empty();
    }

    private Optional<SavedObject> object(int id) {
        return id >= 0 && id < objects.getNodesCount() ? Optional.of(objects.getNodes(id)) : Optional.empty();
    }

    private static TensorInfo info(String name, FlatStructure.Tensor tensor) {
        return TensorInfo.newBuilder()
                .setName(name)
                .setDtype(tensor.type())
                .setTensorShape(tensor.shape())
                .build();
    }
}
