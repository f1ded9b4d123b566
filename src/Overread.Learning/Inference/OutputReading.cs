using System.Text.Json;
using System.Text.Json.Nodes;

namespace Overread.Learning.Inference;

/// <summary>Reads an output of an answer and holds it against what the model said of it.</summary>
internal static class OutputReading
{
    private const long MostValues = 16 << 20;
    private const int Deepest = 16;

    // FP16 and BF16 have no form in JSON.
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "BOOL",
        "UINT8",
        "UINT16",
        "UINT32",
        "UINT64",
        "INT8",
        "INT16",
        "INT32",
        "INT64",
        "FP32",
        "FP64",
        "BYTES",
    };

    /// <exception cref="InferenceException">It is not what the model said.</exception>
    internal static InferenceTensor Of(JsonNode? node, ModelMetadata model)
    {
        JsonObject output =
            node as JsonObject
            ?? throw new InferenceException(InferenceFaultKind.NotTheProtocol, "An output is no object.");
        string name = Text(output, "name");
        TensorMetadata said =
            model.Outputs.FirstOrDefault(o => o.Name == name)
            ?? throw new InferenceException(
                InferenceFaultKind.WrongShape,
                "The model gave an output of which its metadata does not know."
            );
        string type = Text(output, "datatype");
        if (type != said.Datatype || !Types.Contains(type))
        {
            throw new InferenceException(
                InferenceFaultKind.WrongShape,
                $"The output {said.Name} is of another type than {said.Datatype}, or of one that JSON cannot carry."
            );
        }

        IReadOnlyList<long> shape = Shape(output, false);
        if (
            shape.Count != said.Shape.Count
            || shape.Zip(said.Shape).Any(pair => pair.Second >= 0 && pair.First != pair.Second)
        )
        {
            throw new InferenceException(
                InferenceFaultKind.WrongShape,
                $"The output {said.Name} has the shape [{string.Join(", ", shape)}] in place of [{string.Join(", ", said.Shape)}]."
            );
        }

        long count = 1;
        foreach (long size in shape)
        {
            count = size > 0 && count > MostValues / size ? MostValues + 1 : count * size;
        }

        if (count > MostValues)
        {
            throw new InferenceException(
                InferenceFaultKind.TooLarge,
                $"The output {said.Name} has more than {MostValues} values."
            );
        }

        List<double> numbers = [];
        List<string> texts = [];
        Values(output["data"], type, said.Name, numbers, texts, 0);
        if (numbers.Count + texts.Count != count)
        {
            throw new InferenceException(
                InferenceFaultKind.WrongShape,
                $"The output {said.Name} has {numbers.Count + texts.Count} values where its shape says {count}."
            );
        }

        return new(said.Name, type, shape, numbers, texts);
    }

    /// <summary>The dimensions that are stated.</summary>
    /// <param name="tensor">Where.</param>
    /// <param name="open">True where a dimension may be of any size (-1).</param>
    internal static IReadOnlyList<long> Shape(JsonObject tensor, bool open)
    {
        List<long> shape = [];
        foreach (JsonNode? size in tensor["shape"] as JsonArray ?? [])
        {
            if (size is not JsonValue value || !value.TryGetValue(out long read) || read < (open ? -1 : 0))
            {
                throw new InferenceException(InferenceFaultKind.NotTheProtocol, "A dimension of a shape is no number.");
            }

            shape.Add(read);
        }

        return shape;
    }

    // Values stand flat, or in lists within lists.
    private static void Values(
        JsonNode? node,
        string type,
        string name,
        List<double> numbers,
        List<string> texts,
        int depth
    )
    {
        if (node is JsonArray list && depth < Deepest)
        {
            foreach (JsonNode? item in list)
            {
                Values(item, type, name, numbers, texts, depth + 1);
            }

            return;
        }

        if (type == "BYTES" && node is JsonValue text && text.TryGetValue(out string? read) && read is not null)
        {
            texts.Add(read);
        }
        else if (type == "BOOL" && node is JsonValue truth && truth.TryGetValue(out bool yes))
        {
            numbers.Add(yes ? 1 : 0);
        }
        else if (
            type is not ("BYTES" or "BOOL")
            && node is JsonValue number
            && number.GetValueKind() == JsonValueKind.Number
            && number.TryGetValue(out double value)
            && double.IsFinite(value)
        )
        {
            numbers.Add(value);
        }
        else
        {
            throw new InferenceException(
                type is "BYTES" or "BOOL" ? InferenceFaultKind.WrongShape : InferenceFaultKind.NotANumber,
                $"The output {name} holds a value that is no {type}."
            );
        }
    }

    /// <summary>A member that is a text; "" where it is none.</summary>
    internal static string Text(JsonObject said, string member) =>
        said[member] is JsonValue value && value.TryGetValue(out string? text) ? text ?? "" : "";
}
