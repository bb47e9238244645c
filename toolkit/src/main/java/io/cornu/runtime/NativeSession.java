package io.cornu.runtime;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.family.TNumber;
import org.tensorflow.types.family.TType;

/**
 * A graph with the session that runs it: the only place where native memory lives longer than a call.
 *
 * <p>Operations may be added between runs, by one thread at a time. Close it; everything made from it ends with it.
 */
public final class NativeSession implements AutoCloseable {
    private final Graph graph = new Graph();
    private final Session session;
    private final Ops tf;
    /** Made once, for making a scope goes through all operations there are. */
    private final Ops inVariables;

    private final VariableMemory memory = new VariableMemory(this);

    private int differentiations;
    private int owners = 1;
    private int scopes;

    /**
     * Opens a session.
     *
     * @param options the device and the threads
     * @throws IllegalArgumentException if the device is not there
     */
    public NativeSession(SessionOptions options) {
        NativeLibrary.load();
        Gradients.register();
        session = new Session(graph, options.configuration());
        Ops all = Ops.create(graph);
        tf = options.placement().map(all::withDevice).orElse(all);
        inVariables = tf.withSubScope("variables");
    }

    /**
     * Lets one more owner use the session, which ends when each of them has closed it once.
     *
     * @return this session
     */
    public synchronized NativeSession share() {
        owners++;
        return this;
    }

    /**
     * Whether it would go on after this owner has closed it.
     *
     * @return true if there is another owner
     */
    public synchronized boolean isShared() {
        return owners > 1;
    }

    /**
     * A name for variables of one purpose, unlike any given before.
     *
     * @param purpose such as {@code optimizer}
     * @return such as {@code optimizer_3}
     */
    public synchronized String scope(String purpose) {
        return purpose + "_" + scopes++;
    }

    /**
     * TensorFlow's operations on this graph.
     *
     * @return the operations
     */
    public Ops tf() {
        return tf;
    }

    /**
     * Makes a variable, without a value yet.
     *
     * @param name unique within the session
     * @param dataType the type of the numbers; types that TensorFlow Java lacks become wider ones
     * @param shape the dimensions, -1 where they may change
     * @return the variable
     */
    public Variable variable(String name, DataType dataType, Shape shape) {
        DataType type = Tensors.feedable(dataType);
        Class<? extends TType> tensorType = Tensors.type(type);
        Operand<? extends TType> handle = inVariables.varHandleOp(tensorType, shape, VarHandleOp.sharedName(name));
        return new Variable(name, type, shape, handle, inVariables.readVariableOp(handle, tensorType));
    }

    /**
     * Gives variables values.
     *
     * @param values by variable, of its type and shape
     */
    public void assign(Map<Variable, Array> values) {
        memory.assign(values);
    }

    /**
     * Reads variables.
     *
     * @param variables any number
     * @return their values, in the same order
     */
    public Map<Variable, Array> read(List<Variable> variables) {
        return memory.read(variables);
    }

    /**
     * Frees the memory of a variable that is not needed any more.
     *
     * @param variable must not be read again before it is assigned
     */
    public void release(Variable variable) {
        memory.release(variable);
    }

    /**
     * Adds a place to feed.
     *
     * @param dataType the type of the numbers
     * @param shape the dimensions, -1 where they may differ
     * @return the placeholder
     */
    public Operand<? extends TType> placeholder(DataType dataType, Shape shape) {
        return tf.placeholder(Tensors.type(dataType), Placeholder.shape(shape));
    }

    /**
     * Makes a program.
     *
     * @param feeds what is fed
     * @param fetches what comes out
     * @param targets what happens besides
     * @return the program
     */
    public Program program(
            List<? extends Operand<?>> feeds, List<? extends Operand<?>> fetches, List<? extends Op> targets) {
        List<Operand<?>> outputs = new ArrayList<>();
        for (Operand<?> fetch : fetches) {
            // TensorFlow Java refuses to fetch one output twice, or one that is fed.
            outputs.add(tf.identity(fetch));
        }
        return new Program(session, List.copyOf(feeds), outputs, List.copyOf(targets));
    }

    /**
     * Adds the gradients of a number.
     *
     * @param <T> the type of the numbers
     * @param y the number to differentiate
     * @param xs by name, what to differentiate it by
     * @return by the same names in the same order, the gradients
     * @throws IllegalArgumentException if the number does not depend on one of them, naming it
     */
    public <T extends TNumber> Map<String, Operand<T>> gradients(Operand<T> y, Map<String, Operand<T>> xs) {
        xs.forEach((name, x) -> requireConnected(name, dependsOn(y, x)));
        Output<?>[] dy = graph.addGradients(
                "gradients_" + differentiations++,
                new Output<?>[] {y.asOutput()},
                xs.values().stream().map(Operand::asOutput).toArray(Output<?>[]::new),
                null);
        Map<String, Operand<T>> gradients = new LinkedHashMap<>();
        int i = 0;
        for (String name : xs.keySet()) {
            Output<?> gradient = dy[i++];
            requireConnected(name, exists(gradient));
            gradients.put(name, typed(gradient));
        }
        return gradients;
    }

    private static void requireConnected(String name, boolean isConnected) {
        if (!isConnected) {
            throw new IllegalArgumentException("gradients: expected a loss that depends on " + name
                    + ", received one that does not. Freeze its layer, or connect it to an output with a loss.");
        }
    }

    /** Where no gradient flows, TensorFlow Java gives an operation without a handle, which says so only when asked. */
    private static boolean exists(Output<?> gradient) {
        try {
            return !gradient.op().name().isEmpty();
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /**
     * Cuts a part of the graph out as a function.
     *
     * @param inputs what is fed, in the order of the arguments
     * @param variables those that the part may use
     * @param outputs what the function returns; what they wait for happens in it
     * @return the function, with those variables that it uses as further arguments
     */
    public GraphFunction function(
            List<? extends Operand<?>> inputs, List<Variable> variables, List<? extends Operand<?>> outputs) {
        Set<GraphOperation> body = graph.subgraphTo(Set.copyOf(outputs));
        Signature.Builder signature = Signature.builder("function");
        for (int i = 0; i < inputs.size(); i++) {
            signature.input("input_" + i, inputs.get(i));
        }
        List<Variable> captures = new ArrayList<>();
        for (Variable variable : variables) {
            if (body.contains(variable.handle().op())) {
                captures.add(variable);
                signature.input("variable_" + captures.size(), variable.handle());
            }
        }
        for (int i = 0; i < outputs.size(); i++) {
            signature.output("output_" + i, outputs.get(i));
        }
        try (ConcreteFunction function = ConcreteFunction.create(signature.build(), graph)) {
            return new GraphFunction(function.getFunctionDef(), captures);
        }
    }

    /**
     * Adds a graph that came from a file.
     *
     * @param definition the graph with the functions it calls; not checked for what it may do
     * @throws IllegalArgumentException if TensorFlow does not accept it, such as for an unknown operation
     */
    public void importGraph(GraphDef definition) {
        if (definition.getSerializedSize() == 0) {
            return; // TensorFlow Java hands a null pointer over, which ends the process
        }
        try {
            graph.importGraphDef(definition);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "graph: expected one that TensorFlow accepts, received: " + Program.firstLine(e.getMessage()), e);
        }
    }

    /**
     * The graph as it is now.
     *
     * @return a {@code GraphDef} in its binary form
     */
    public byte[] definition() {
        return graph.toGraphDef().toByteArray();
    }

    /**
     * Finds an output of an operation in the graph.
     *
     * @param name such as {@code StatefulPartitionedCall:0}
     * @return the output
     * @throws IllegalArgumentException if there is none
     */
    public Operand<?> operand(String name) {
        return graph.outputOrThrow(name);
    }

    /**
     * Finds an operation in the graph.
     *
     * @param name such as {@code restore_all}
     * @return the operation
     * @throws IllegalArgumentException if there is none
     */
    public Op operation(String name) {
        GraphOperation operation = graph.operationOrThrow(name);
        return () -> operation;
    }

    /** Ends the session if no other owner is left. */
    @Override
    public synchronized void close() {
        if (--owners == 0) {
            session.close();
            graph.close();
        }
    }

    private boolean dependsOn(Operand<?> y, Operand<?> x) {
        return graph.subgraphTo(Set.of(y)).contains(x.op());
    }

    @SuppressWarnings("unchecked")
    private static <T extends TNumber> Operand<T> typed(Output<?> gradient) {
        // A gradient has the type of what it is taken by.
        return (Output<T>) gradient;
    }
}
