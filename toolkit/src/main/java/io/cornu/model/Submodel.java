package io.cornu.model;

import io.cornu.layers.Input;
import io.cornu.layers.LayerCall;
import io.cornu.layers.LayerShapeException;
import io.cornu.layers.MultiOutputLayer;
import io.cornu.layers.VariableSpec;
import io.cornu.model.LayerGraph.Call;
import io.cornu.model.LayerGraph.NetworkLayer;
import io.cornu.model.LayerGraph.Result;
import io.cornu.text.Shapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * A network as a layer of another, made by {@link Architecture#asLayer}.
 *
 * <p>Its layers are named after it within the network around it, {@code base/conv1}, and so are their variables,
 * {@code base/conv1/kernel}; each may be frozen by itself, and has its own type of numbers. It may be called on inputs
 * of other sizes than its own {@link Input}s have where those are unknown.
 *
 * <p>Source: models called on tensors, {@code keras.Model.__call__}, Keras 3.15.
 *
 * @param architecture the network
 */
public record Submodel(Architecture architecture) implements MultiOutputLayer {
    /** The same under the name that it has as a layer. */
    Submodel under(String name) {
        return new Submodel(
                architecture instanceof Sequential sequential
                        ? sequential.named(name)
                        : ((Functional) architecture).named(name));
    }

    @Override
    public List<Shape> outputShapes(List<Shape> inputs) {
        List<Call> calls = calls(inputs);
        return architecture.graph().outputs().stream()
                .map(output -> calls.get(output.call()).outputShapes().get(output.output()))
                .toList();
    }

    @Override
    public List<VariableSpec> variables(List<Shape> inputs) {
        LayerGraph graph = architecture.graph();
        List<VariableSpec> variables = new ArrayList<>();
        for (int i = 0; i < graph.layers().size(); i++) {
            String prefix = graph.layers().get(i).name() + "/";
            graph.specs(i).forEach(spec -> variables.add(spec.within(prefix)));
        }
        return variables;
    }

    /** The calls of the layers, with the shapes that they have where this is called on some inputs. */
    List<Call> calls(List<Shape> given) {
        LayerGraph graph = architecture.graph();
        List<Shape> entering = entering(given);
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < graph.calls().size(); i++) {
            Call call = graph.calls().get(i);
            NetworkLayer layer = graph.layers().get(call.layer());
            if (layer.layer() instanceof Input) {
                List<Shape> shape = List.of(entering.get(graph.inputs().indexOf(i)));
                calls.add(new Call(call.layer(), call.node(), List.of(), shape, shape));
                continue;
            }
            List<Shape> inputs = call.inputs().stream()
                    .map(input -> calls.get(input.call()).outputShapes().get(input.output()))
                    .toList();
            try {
                calls.add(new Call(
                        call.layer(),
                        call.node(),
                        call.inputs(),
                        inputs,
                        layer.layer().outputShapes(inputs)));
            } catch (LayerShapeException e) {
                throw e.within(layer.title());
            }
        }
        return calls;
    }

    /** What is given, with what only the inputs know filled in. */
    private List<Shape> entering(List<Shape> given) {
        List<Shape> own = architecture.graph().inputShapes();
        if (given.size() != own.size()) {
            throw new LayerShapeException(
                    "expected " + own.size() + " input(s) "
                            + architecture.graph().inputNames() + ", received " + given.size(),
                    "Give them in its order.");
        }
        List<Shape> entering = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            long[] wanted = own.get(i).asArray();
            long[] sizes = given.get(i).asArray();
            boolean fits = wanted.length == sizes.length;
            for (int axis = 0; axis < sizes.length && fits; axis++) {
                fits = wanted[axis] == sizes[axis] || wanted[axis] < 0 || sizes[axis] < 0;
                sizes[axis] = sizes[axis] < 0 ? wanted[axis] : sizes[axis];
            }
            if (!fits) {
                throw new LayerShapeException(
                        "expected input " + Shapes.text(own.get(i)) + ", received " + Shapes.text(given.get(i)),
                        "Call it on what its Input '"
                                + architecture.graph().inputNames().get(i) + "' takes.");
            }
            entering.add(Shape.of(sizes));
        }
        return entering;
    }

    /** Where a layer around this one calls it; networks call its layers themselves. */
    @Override
    public <T extends TFloating> List<Operand<T>> callAll(LayerCall<T> call) {
        LayerGraph graph = architecture.graph();
        List<Call> calls = calls(call.inputShapes());
        Map<Result, Operand<T>> results = new HashMap<>();
        Map<Result, Optional<Operand<TBool>>> masks = new HashMap<>();
        for (int i = 0; i < calls.size(); i++) {
            Call each = calls.get(i);
            NetworkLayer layer = graph.layers().get(each.layer());
            int place = graph.inputs().indexOf(i);
            LayerCall<T> inner = place >= 0
                    ? call.inner(
                            layer.name(),
                            List.of(call.inputs().get(place)),
                            each.inputShapes(),
                            List.of(call.masks().get(place)))
                    : call.inner(
                            layer.name(),
                            each.inputs().stream().map(results::get).toList(),
                            each.inputShapes(),
                            each.inputs().stream().map(masks::get).toList());
            List<Operand<T>> made = layer.layer().callAll(inner);
            List<Optional<Operand<TBool>>> madeMasks = layer.layer().outputMasks(inner);
            for (int output = 0; output < made.size(); output++) {
                results.put(new Result(i, output), made.get(output));
                masks.put(new Result(i, output), place >= 0 ? inner.mask() : madeMasks.get(output));
            }
        }
        return graph.outputs().stream().map(results::get).toList();
    }

    @Override
    public boolean isStochastic() {
        return architecture.graph().layers().stream()
                .anyMatch(each -> each.layer().isStochastic());
    }

    @Override
    public String kind() {
        return architecture instanceof Sequential ? "Sequential" : "Functional";
    }
}
