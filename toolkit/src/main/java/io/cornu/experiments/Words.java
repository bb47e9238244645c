package io.cornu.experiments;

import io.cornu.schedules.LearningRate;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values in words: a record by what makes it different from the usual one, {@code SGD(0.01, momentum 0.9)}. */
final class Words {
    private Words() {}

    static String of(Object value) {
        if (value instanceof Collection<?> all) {
            return all.stream().map(Words::of).collect(Collectors.joining(", "));
        }
        if (value instanceof Optional<?> optional) {
            return optional.<String>map(Words::of).orElse("none");
        }
        if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? Double.toString(optional.getAsDouble()) : "none";
        }
        if (value instanceof LearningRate.Constant constant) {
            return Double.toString(constant.rate());
        }
        return value instanceof Record one ? ofRecord(one) : value.toString();
    }

    private static String ofRecord(Record one) {
        RecordComponent[] components = one.getClass().getRecordComponents();
        try {
            Object usual = components.length == 0 ? null : usual(one, components[0]);
            List<String> words = new ArrayList<>();
            for (int i = 0; i < components.length; i++) {
                Object own = value(one, components[i]);
                if (i == 0) {
                    words.add(of(own));
                } else if (usual == null || !Objects.equals(own, value(usual, components[i]))) {
                    words.add(components[i].getName() + " " + of(own));
                }
            }
            return one.getClass().getSimpleName() + "(" + String.join(", ", words) + ")";
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // A value of somebody's own, which is not for us to look into.
            return one.toString();
        }
    }

    private static Object value(Object one, RecordComponent component) throws ReflectiveOperationException {
        return Objects.requireNonNullElse(component.getAccessor().invoke(one), "none");
    }

    /** What {@code of} makes of the first component alone. */
    private static @Nullable Object usual(Record one, RecordComponent first) throws ReflectiveOperationException {
        for (Method method : one.getClass().getMethods()) {
            if (Modifier.isStatic(method.getModifiers())
                    && method.getName().equals("of")
                    && method.getReturnType() == one.getClass()
                    && List.of(method.getParameterTypes()).equals(List.of(first.getType()))) {
                return method.invoke(null, first.getAccessor().invoke(one));
            }
        }
        return null;
    }
}
