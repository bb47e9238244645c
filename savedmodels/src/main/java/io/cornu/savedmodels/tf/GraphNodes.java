package io.cornu.savedmodels.tf;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** The nodes of a graph and of the functions it brings along, and what leads to what. */
final class GraphNodes {
    private final Map<String, NodeDef> nodes = new HashMap<>();
    private final Map<String, FunctionDef> functions = new HashMap<>();

    GraphNodes(GraphDef graph) {
        graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
        graph.getLibrary()
                .getFunctionList()
                .forEach(function -> functions.put(function.getSignature().getName(), function));
    }

    Optional<NodeDef> node(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    Map<String, FunctionDef> functions() {
        return functions;
    }

    Collection<NodeDef> nodes() {
        return nodes.values();
    }

    /** The operation behind an input such as {@code ^save}, {@code save:0} or {@code save:out:0}. */
    static String operation(String input) {
        String name = input.startsWith("^") ? input.substring(1) : input;
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }

    /** The types of all operations that running some nodes of the main graph may run, in functions too. */
    Set<String> operationsBehind(Collection<String> targets) {
        Deque<String> open = new ArrayDeque<>(targets);
        Set<String> seen = new LinkedHashSet<>(targets);
        Set<String> operations = new LinkedHashSet<>();
        Deque<String> calls = new ArrayDeque<>();
        while (!open.isEmpty()) {
            NodeDef node = nodes.get(open.removeFirst());
            if (node == null) {
                continue;
            }
            operations.add(node.getOp());
            calls.addAll(called(node));
            for (String input : node.getInputList()) {
                if (seen.add(operation(input))) {
                    open.add(operation(input));
                }
            }
        }
        Set<String> called = new LinkedHashSet<>();
        while (!calls.isEmpty()) {
            String name = calls.removeFirst();
            FunctionDef function = functions.get(name);
            if (function != null && called.add(name)) {
                for (NodeDef node : function.getNodeDefList()) {
                    operations.add(node.getOp());
                    calls.addAll(called(node));
                }
            }
        }
        return operations;
    }

    /** The functions that run some types of operations, themselves or through others. */
    Set<String> callersOf(Set<String> operations) {
        Map<String, Set<String>> callers = new HashMap<>();
        Deque<String> open = new ArrayDeque<>();
        functions.forEach((name, function) -> {
            for (NodeDef node : function.getNodeDefList()) {
                if (operations.contains(node.getOp())) {
                    open.add(name);
                }
                called(node).forEach(called -> callers.computeIfAbsent(called, key -> new LinkedHashSet<>())
                        .add(name));
            }
        });
        Set<String> found = new LinkedHashSet<>();
        while (!open.isEmpty()) {
            String name = open.removeFirst();
            if (found.add(name)) {
                open.addAll(callers.getOrDefault(name, Set.of()));
            }
        }
        return found;
    }

    /** The functions that a node calls: through an attribute, or as an operation of the function's name. */
    List<String> called(NodeDef node) {
        List<String> called = new ArrayList<>();
        for (AttrValue attribute : node.getAttrMap().values()) {
            if (attribute.hasFunc()) {
                called.add(attribute.getFunc().getName());
            }
            attribute.getList().getFuncList().forEach(function -> called.add(function.getName()));
        }
        if (functions.containsKey(node.getOp())) {
            called.add(node.getOp());
        }
        return called;
    }
}
