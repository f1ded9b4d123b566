namespace Overread.Deidentification.Patients.Files;

/// <summary>One HL7 v2 message as segments, each with the line on which it stands.</summary>
internal sealed class Hl7Message(Hl7Separators separators, int line)
{
    /// <summary>One repetition of a CX field: number, issuer, type (HL7 v2 chapter 2A, CX.1, CX.4, CX.5).</summary>
    internal sealed record Number(PatientIdentity Identity, string Type, int Repetition);

    internal int Line => line;

    internal List<(string Text, int Line)> Segments { get; } = [];

    /// <summary>Message code and trigger, "ADT^A40"; MSH-9 of the first segment.</summary>
    internal string Event
    {
        get
        {
            // The field separator is MSH-1 itself.
            string[] parts = Field(Segments[0].Text, 8).Split(separators.Component);
            return parts.Length < 2 ? parts[0].Trim() : parts[0].Trim() + "^" + parts[1].Trim();
        }
    }

    /// <summary>The repetitions of a field of numbers; an explicit null ("") and an empty number are left out.</summary>
    internal List<Number> Numbers(string segment, int field)
    {
        List<Number> numbers = [];
        string[] repetitions = Field(segment, field).Split(separators.Repetition);
        for (int i = 0; i < repetitions.Length; i++)
        {
            string[] parts = repetitions[i].Split(separators.Component);
            string id = separators.Plain(parts[0]);
            PatientIdentity identity = new(Authority(At(parts, 3)), id == "\"\"" ? "" : id);
            if (!identity.IsEmpty)
            {
                numbers.Add(new(identity, separators.Plain(At(parts, 4)), i + 1));
            }
        }

        return numbers;
    }

    /// <summary>Name space of an assigning authority, or its universal id where it has none (HD.1, HD.2).</summary>
    private string Authority(string component)
    {
        string[] parts = component.Split(separators.Subcomponent);
        string name = separators.Plain(parts[0]);
        return name.Length > 0 && name != "\"\"" ? name : separators.Plain(At(parts, 1));
    }

    private string Field(string segment, int field) => At(segment.Split(separators.Field), field);

    private static string At(string[] parts, int place) => place < parts.Length ? parts[place] : "";
}
