package io.cornu.tests.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes a message of any type where a program that trusts it would stumble. */
final class ProtoMutator {
    private static final long[] NUMBERS = {
        0, -1, 1, 2, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40
    };
    private static final List<String> TEXTS = List.of(
            "",
            "..",
            "../../etc/passwd",
            "/etc/passwd",
            "ReadFile",
            "WriteFile",
            "PyFunc",
            "Identity",
            "NoOp",
            "While",
            "StatefulPartitionedCall",
            "serving_default",
            "x:0",
            ":",
            "^x",
            "x:99999999999",
            "y".repeat(5000));

    private ProtoMutator() {}

    static Message mutate(Message whole, Random random) {
        Message changed = whole;
        for (int hits = 0; hits <= random.nextInt(3); hits++) {
            changed = hit(changed, random, 0);
        }
        return changed;
    }

    /** Walks down at random and changes a field where it stops. */
    private static Message hit(Message message, Random random, int depth) {
        List<FieldDescriptor> fields = new ArrayList<>(message.getAllFields().keySet());
        if (fields.isEmpty() || depth > 40) {
            return message;
        }
        FieldDescriptor field = fields.get(random.nextInt(fields.size()));
        Message.Builder builder = message.toBuilder();
        boolean isMessage = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        if (!field.isRepeated()) {
            if (isMessage && random.nextInt(12) != 0) {
                return builder.setField(field, hit((Message) message.getField(field), random, depth + 1))
                        .build();
            }
            return random.nextInt(6) == 0
                    ? builder.clearField(field).build()
                    : builder.setField(field, value(field, message.getField(field), random))
                            .build();
        }
        // Of the builder: a map that was given a key twice has fewer entries there.
        int count = builder.getRepeatedFieldCount(field);
        int place = random.nextInt(count);
        Object old = builder.getRepeatedField(field, place);
        switch (random.nextInt(14)) {
            case 0 -> builder.addRepeatedField(field, old);
            case 1 -> {
                builder.clearField(field);
                for (int i = 0; i < count; i++) {
                    if (i != place) {
                        builder.addRepeatedField(field, message.getRepeatedField(field, i));
                    }
                }
            }
            case 2 -> builder.setRepeatedField(field, place, message.getRepeatedField(field, random.nextInt(count)));
            default ->
                builder.setRepeatedField(
                        field, place, isMessage ? hit((Message) old, random, depth + 1) : value(field, old, random));
        }
        return builder.build();
    }

    private static Object value(FieldDescriptor field, Object old, Random random) {
        long number = NUMBERS[random.nextInt(NUMBERS.length)];
        return switch (field.getJavaType()) {
            case INT -> (int) number;
            case LONG -> number;
            case FLOAT -> random.nextBoolean() ? Float.NaN : (float) number;
            case DOUBLE -> random.nextBoolean() ? Double.NaN : (double) number;
            case BOOLEAN -> !((Boolean) old);
            case STRING -> TEXTS.get(random.nextInt(TEXTS.size()));
            case BYTE_STRING -> ByteString.copyFrom(ByteMutator.mutate(((ByteString) old).toByteArray(), random));
            case ENUM -> {
                var values = field.getEnumType().getValues();
                yield values.get(random.nextInt(values.size()));
            }
            case MESSAGE -> ((Message) old).getDefaultInstanceForType();
        };
    }
}
