using System.Globalization;
using Overread.Domain.Protocols;
using Overread.Domain.Reads;

namespace Overread.Domain.Guidelines;

/// <summary>Decides about versions of a guideline and their acknowledgement.</summary>
public static class GuidelineRules
{
    /// <summary>The most characters of a guideline.</summary>
    public const int Longest = 100_000;

    private const int MostEntries = 100;

    /// <summary>The lead puts a version into force.</summary>
    /// <param name="current">The version in force; 0 before the first.</param>
    /// <param name="before">What it says; null before the first.</param>
    /// <param name="based">The version that the new one was written from.</param>
    /// <param name="body">What the new one says.</param>
    /// <param name="protocol">The protocol in force, whose fields may be named; null where none is published.</param>
    /// <param name="isItem">True for the id of an item of the project that is not withdrawn.</param>
    public static Decision Publish(
        int current,
        GuidelineBody? before,
        int based,
        GuidelineBody body,
        ProtocolBody? protocol,
        Func<string, bool> isItem
    )
    {
        if (based != current)
        {
            return Decision.Refuse(
                new("guideline.stale", "Another version was published since you began.", RefusalKind.Stale)
                {
                    Next = "Load the version in force and repeat your change.",
                    Facts = new Dictionary<string, object?> { ["current"] = current },
                }
            );
        }

        return (OfText(body) ?? OfExamples(body, protocol, isItem) ?? OfChanges(before, body, protocol)) is { } refusal
            ? Decision.Refuse(refusal)
            : Decision.Accept(new GuidelinePublished(current + 1, body.Hash(), body));
    }

    /// <summary>A reader acknowledges a version; once more is no event.</summary>
    /// <param name="current">The version in force; 0 where the project has none.</param>
    /// <param name="version">The version that they were shown.</param>
    /// <param name="acknowledged">The newest that they have acknowledged.</param>
    /// <param name="person">The reader.</param>
    public static Decision Acknowledge(int current, int version, int? acknowledged, string person) =>
        version != current || current == 0
            ? Decision.Refuse(
                new("guideline.stale", "That is not the version in force.", RefusalKind.Stale)
                {
                    Next = "Read the version in force and acknowledge that one.",
                    Facts = new Dictionary<string, object?> { ["current"] = current },
                }
            )
        : acknowledged >= version ? Decision.Accept()
        : Decision.Accept(new GuidelineAcknowledged(person, version));

    /// <summary>The fields of a read that changes touch, in the protocol's order; empty where the read stands as it is.</summary>
    /// <param name="changes">All changes since the version that the read was made under.</param>
    /// <param name="protocol">The version that the read was made under.</param>
    /// <param name="read">The read.</param>
    public static IReadOnlyList<string> Touched(
        IReadOnlyCollection<GuidelineChange> changes,
        ProtocolBody protocol,
        Read read
    )
    {
        List<GuidelineChange> touching = [.. changes.Where(c => c.TouchesReads)];
        return
        [
            .. protocol
                .Fields.Where(f =>
                    touching.Exists(c => c.Field is null || c.Field == f.Id) && ReadRules.IsAsked(read, protocol, f)
                )
                .Select(f => f.Id),
        ];
    }

    private static Refusal? OfText(GuidelineBody body) =>
        string.IsNullOrWhiteSpace(body.Text) || FreeText.Length(body.Text) > Longest
            ? new("guideline.form", "A guideline has 1 to 100,000 characters.") { Where = "text" }
            : null;

    private static Refusal? OfExamples(GuidelineBody body, ProtocolBody? protocol, Func<string, bool> isItem)
    {
        if (body.Examples.Count > MostEntries)
        {
            return new("guideline.form", "A guideline points to at most 100 items.") { Where = "examples" };
        }

        for (int i = 0; i < body.Examples.Count; i++)
        {
            GuidelineExample example = body.Examples[i];
            string where = string.Create(CultureInfo.InvariantCulture, $"examples[{i}]");
            Refusal? refusal =
                FreeText.Reason(example.Reason, "An example says what it shows.", "guideline.form", where + ".reason")
                ?? OfField(example.Field, protocol, where);
            if (refusal is not null)
            {
                return refusal;
            }

            if (!isItem(example.Item))
            {
                return new("guideline.form", "An example is an item of this project that is not withdrawn.")
                {
                    Where = where + ".item",
                };
            }
        }

        return null;
    }

    private static Refusal? OfChanges(GuidelineBody? before, GuidelineBody body, ProtocolBody? protocol)
    {
        if (before is null)
        {
            return body.Changes.Count > 0
                ? new("guideline.form", "The first version changes nothing.") { Where = "changes" }
                : null;
        }

        if (before.Text == body.Text && before.Examples.SequenceEqual(body.Examples))
        {
            return new("guideline.same", "Nothing is different from the version in force.", RefusalKind.Conflict);
        }

        if (body.Changes.Count is 0 or > MostEntries)
        {
            return new("guideline.form", "A version says what it changes: 1 to 100 changes.")
            {
                Where = "changes",
                Next =
                    "Say for each what sort it is (definition, example or wording), what changes, and in which field.",
            };
        }

        for (int i = 0; i < body.Changes.Count; i++)
        {
            string where = string.Create(CultureInfo.InvariantCulture, $"changes[{i}]");
            Refusal? refusal =
                FreeText.Reason(
                    body.Changes[i].Words,
                    "A change says what changes.",
                    "guideline.form",
                    where + ".words"
                ) ?? OfField(body.Changes[i].Field, protocol, where);
            if (refusal is not null)
            {
                return refusal;
            }
        }

        return null;
    }

    private static Refusal? OfField(string? field, ProtocolBody? protocol, string where) =>
        field is null || protocol?.Field(field) is not null
            ? null
            : new("guideline.form", $"The protocol has no field {field}.")
            {
                Where = where + ".field",
                Next = protocol is null
                    ? "Publish the protocol first, or leave the field out."
                    : $"The fields are: {string.Join(", ", protocol.Fields.Select(f => f.Id))}.",
            };
}
