package io.cornu.cli;

import io.cornu.text.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Settings of {@code train} with some of them varied. */
final class TrainVariants {
    private static final String ARCHITECTURE = "architecture";
    private static final int MOST = 1000;

    private TrainVariants() {}

    /**
     * All combinations of the values.
     *
     * @param vary texts such as {@code optimizer=sgd,adam}
     * @param command the parsed command line, whose options of {@code train} are those of all variants
     * @return the settings by name, such as {@code optimizer sgd, learning-rate 0.1}
     * @throws IllegalArgumentException if there is nothing to vary, or a combination is no training
     */
    static Map<String, TrainSettings> of(List<String> vary, CommandLine command) {
        List<List<Choice>> combinations = List.of(List.of());
        List<String> names = new ArrayList<>();
        for (String text : vary) {
            List<Choice> choices = choices(text);
            names.add(choices.get(0).option());
            List<List<Choice>> longer = new ArrayList<>();
            for (List<Choice> combination : combinations) {
                for (Choice choice : choices) {
                    List<Choice> more = new ArrayList<>(combination);
                    more.add(choice);
                    longer.add(more);
                }
            }
            combinations = longer;
            if (combinations.size() > MOST) {
                throw new IllegalArgumentException(
                        "--vary: expected at most " + MOST + " combinations, received more.");
            }
        }
        if (vary.isEmpty() || names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("--vary: expected one or more options, each once, received " + names
                    + ". Give, for example, --vary optimizer=sgd,adam.");
        }
        Map<String, TrainSettings> variants = new LinkedHashMap<>();
        for (List<Choice> combination : combinations) {
            String name =
                    String.join(", ", combination.stream().map(Choice::name).toList());
            variants.put(name, settings(combination, command, name));
        }
        return variants;
    }

    private record Choice(String option, String value) {
        String name() {
            return option.equals(ARCHITECTURE) ? value : option + " " + value;
        }
    }

    private static List<Choice> choices(String text) {
        int equals = text.indexOf('=');
        List<String> known = known();
        String option = equals < 0 ? text : text.substring(0, equals);
        if (equals < 0 || !known.contains(option)) {
            throw new IllegalArgumentException("--vary: expected OPTION=VALUE,VALUE with one of " + known
                    + ", received '" + text + "'. " + Names.suggestion(option, known));
        }
        List<String> values = List.of(text.substring(equals + 1).split(",", -1));
        if (values.stream().anyMatch(String::isBlank)
                || values.stream().distinct().count() < values.size()) {
            throw new IllegalArgumentException(
                    "--vary " + option + ": expected different values, received '" + text + "'.");
        }
        return values.stream().map(value -> new Choice(option, value.strip())).toList();
    }

    /** The options that can be varied, and {@code architecture}. */
    static List<String> known() {
        List<String> names = new ArrayList<>(List.of(ARCHITECTURE));
        new CommandLine(new TrainOptions())
                .getCommandSpec().options().stream()
                        .filter(option -> !List.of(
                                        "--seed", "--device", "--threads", "--data-dir", TrainOptions.TENSOR_BOARD)
                                .contains(option.longestName()))
                        .forEach(option -> names.add(option.longestName().substring(2)));
        return names;
    }

    /** Whether an option takes whole numbers. */
    static boolean isWhole(String option) {
        OptionSpec spec = new CommandLine(new TrainOptions()).getCommandSpec().findOption("--" + option);
        return spec != null && (spec.type() == int.class || spec.type() == Integer.class);
    }

    /**
     * The settings of the command line with some chosen.
     *
     * @throws IllegalArgumentException if they are no training
     */
    static TrainSettings with(Map<String, String> chosen, CommandLine command) {
        List<Choice> combination = chosen.entrySet().stream()
                .map(entry -> new Choice(entry.getKey(), entry.getValue()))
                .toList();
        return settings(combination, command, chosen.toString());
    }

    private static TrainSettings settings(List<Choice> combination, CommandLine command, String name) {
        CommandLine parser = new CommandLine(new TrainOptions());
        List<String> arguments = new ArrayList<>();
        List<String> varied = combination.stream().map(Choice::option).toList();
        String architecture = given(command);
        // An option that was given twice is matched twice, each time with both values.
        for (OptionSpec option : new LinkedHashSet<>(command.getParseResult().matchedOptions())) {
            boolean isTrains = parser.getCommandSpec().findOption(option.longestName()) != null;
            if (isTrains && !varied.contains(option.longestName().substring(2))) {
                arguments.addAll(words(option));
            }
        }
        for (Choice choice : combination) {
            if (choice.option().equals(ARCHITECTURE)) {
                architecture = choice.value();
            } else if (isFlag(parser, choice)) {
                arguments.add("--" + choice.option() + "=" + flag(choice));
            } else {
                arguments.add("--" + choice.option() + "=" + choice.value());
            }
        }
        if (!architecture.isEmpty()) {
            arguments.add(architecture);
        }
        try {
            TrainOptions options = new TrainOptions();
            new CommandLine(options).parseArgs(arguments.toArray(String[]::new));
            TrainSettings settings = options.settings();
            SettingsCheck.check(settings);
            return settings;
        } catch (ParameterException | IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    private static boolean isFlag(CommandLine parser, Choice choice) {
        return parser.getCommandSpec()
                        .findOption("--" + choice.option())
                        .arity()
                        .max()
                == 0;
    }

    private static boolean flag(Choice choice) {
        return switch (choice.value()) {
            case "true", "yes" -> true;
            case "false", "no" -> false;
            default ->
                throw new IllegalArgumentException(
                        "--vary " + choice.option() + ": expected true or false, received '" + choice.value() + "'.");
        };
    }

    private static String given(CommandLine command) {
        return command.getParseResult().hasMatchedPositional(0)
                ? command.getParseResult().matchedPositionalValue(0, "")
                : "";
    }

    private static List<String> words(OptionSpec option) {
        return option.arity().max() == 0
                ? List.of(option.longestName())
                : option.originalStringValues().stream()
                        .map(value -> option.longestName() + "=" + value)
                        .toList();
    }

    /** The command line that was given, without some options. */
    static List<String> arguments(CommandLine command, List<String> without) {
        List<String> arguments = new ArrayList<>(List.of(command.getCommandName()));
        if (!given(command).isEmpty()) {
            arguments.add(given(command));
        }
        for (OptionSpec option : new LinkedHashSet<>(command.getParseResult().matchedOptions())) {
            if (!without.contains(option.longestName())) {
                arguments.addAll(words(option));
            }
        }
        return arguments;
    }

    /** The settings that decide what is loaded. */
    static TrainSettings dataOnly(TrainSettings settings) {
        TrainSettings usual = new TrainOptions().settings();
        return new TrainSettings(
                usual.architecture(),
                settings.data(),
                settings.validationData(),
                settings.validationSplit(),
                settings.scaling(),
                usual.epochs(),
                usual.batchSize(),
                null,
                null,
                null,
                null,
                null,
                false,
                null,
                null,
                true,
                0,
                null,
                null,
                usual.device(),
                0,
                false,
                settings.dataDirectory());
    }
}
