package io.cornu.runtime;

import java.util.List;
import org.tensorflow.proto.FunctionDef;

/**
 * A part of a graph cut out as a function: what can be called from another graph, another process or another
 * language, once its variables are handed to it.
 *
 * @param definition takes what is fed, then the captured variables as resources; returns the outputs in order
 * @param captures the variables the function reads or writes, in the order of its last arguments
 */
public record GraphFunction(FunctionDef definition, List<Variable> captures) {
    /**
     * Copies the list.
     *
     * @param definition see above
     * @param captures see above
     */
    public GraphFunction {
        captures = List.copyOf(captures);
    }
}
