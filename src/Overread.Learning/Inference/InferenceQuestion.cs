using System.Text;
using System.Text.Json;

namespace Overread.Learning.Inference;

/// <summary>Writes what a model is asked.</summary>
internal static class InferenceQuestion
{
    /// <summary>The body of a request to infer, in JSON.</summary>
    internal static string Of(IReadOnlyList<InferenceTensor> inputs, string id)
    {
        using MemoryStream written = new();
        using (Utf8JsonWriter json = new(written))
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteStartArray("inputs");
            foreach (InferenceTensor input in inputs)
            {
                Write(json, input);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(written.GetBuffer(), 0, (int)written.Length);
    }

    private static void Write(Utf8JsonWriter json, InferenceTensor input)
    {
        json.WriteStartObject();
        json.WriteString("name", input.Name);
        json.WriteString("datatype", input.Datatype);
        json.WriteStartArray("shape");
        foreach (long size in input.Shape)
        {
            json.WriteNumberValue(size);
        }

        json.WriteEndArray();
        json.WriteStartArray("data");
        foreach (string text in input.Texts)
        {
            json.WriteStringValue(text);
        }

        foreach (double number in input.Numbers)
        {
            if (input.Datatype == "BOOL")
            {
                json.WriteBooleanValue(number != 0);
            }
            else if (number == Math.Floor(number) && Math.Abs(number) < 1e15)
            {
                json.WriteNumberValue((long)number);
            }
            else
            {
                json.WriteNumberValue(number);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
