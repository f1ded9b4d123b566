using Overread.Deidentification.Pseudonyms;
using Overread.Deidentification.Text;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Deidentify.Values;

namespace Overread.Dicom.Deidentify;

/// <summary>One object's way through a plan: walks the data set, asks, applies, and writes the account.</summary>
internal sealed partial class DatasetPass(
    DeidentificationPlan plan,
    UidPseudonyms uids,
    Subject subject,
    Dataset source,
    DeidentificationAccount account,
    IodFamily family,
    string sopClass,
    TransferSyntax syntax
)
{
    private readonly List<(Tag Tag, int Item)> _path = [];
    private IdentifyingWords? _words;
    private IdentifyingWords? _patient;

    /// <summary>False once a stream of pixels could not be followed, so that texts in it may have stayed.</summary>
    internal bool PixelsFollowed { get; private set; } = true;

    internal Dataset Run()
    {
        Dataset output = new();
        Walk(source, output, false);
        Markers(output);
        return output;
    }

    private void Walk(Dataset from, Dataset to, bool dummy)
    {
        HashSet<Tag>? creators = null;
        foreach (Element stored in from.Elements)
        {
            if (stored.Tag.IsGroupLength)
            {
                continue;
            }

            Element element = UnknownValues.Resolve(from, stored);
            ElementDecision decision = Decide(from, element);
            if (dummy)
            {
                decision = InDummy(from, element, decision);
            }

            Element? result = Apply(from, element, decision, dummy);
            account.Add(element, ChangeOf(stored, result, decision), decision, _path);
            if (result is null)
            {
                continue;
            }

            to.TryAppend(result, out _);
            if (result.Tag.IsPrivate)
            {
                (creators ??= []).Add(result.Tag.PrivateCreatorTag);
            }
        }

        foreach (Tag creator in creators ?? [])
        {
            if (from.TryGet(creator, out Element? element))
            {
                to.Set(element);
            }
        }
    }

    private ElementDecision Decide(Dataset from, Element element)
    {
        Tag tag = element.Tag;
        if (!tag.IsPrivate)
        {
            ElementDecision decision = plan.Decide(
                new ElementQuestion(
                    tag.Value,
                    Letters(element.Vr),
                    element.IsSequence,
                    family,
                    null,
                    AttributeRegistry.TryFind(tag, out _),
                    ""
                )
            );
            // What stands in a sequence is another thing than at the top, but for a start of a tracer.
            return _path.Count == 0 || tag.Group == 0x0018 ? RequiredValues.Settle(decision, tag, sopClass) : decision;
        }

        bool needed = plan.Options.HasFlag(DeidentificationOptions.RetainSafePrivate) && !tag.IsPrivateCreator;
        return plan.Decide(
            new ElementQuestion(
                tag.Value,
                Letters(element.Vr),
                element.IsSequence,
                family,
                needed ? from.PrivateCreatorOf(tag) : null,
                false,
                needed ? PrivatePath(from) : ""
            )
        );
    }

    /// <summary>Inside a sequence to be replaced: what could carry a name, a date or a text gets a dummy.</summary>
    private static ElementDecision InDummy(Dataset from, Element element, ElementDecision decision)
    {
        if (decision.Action is not (ElementAction.Keep or ElementAction.Clean) || element.IsSequence)
        {
            return decision;
        }

        bool code =
            CodedEntries.Is(element.Tag) && CodingSchemes.IsPublic(from.GetText(Tags.CodingSchemeDesignator) ?? "");
        bool keep =
            code
            || element.Tag == Tags.CodingSchemeDesignator
            || element.Vr
                is Vr.CS
                    or Vr.DS
                    or Vr.IS
                    or Vr.FD
                    or Vr.FL
                    or Vr.US
                    or Vr.UL
                    or Vr.SS
                    or Vr.SL
                    or Vr.AT
                    or Vr.UI;
        return keep ? decision : new ElementDecision(ElementAction.Dummy, "inside a replaced sequence");
    }

    private string PrivatePath(Dataset from)
    {
        string path = "";
        Dataset? level = from;
        for (int i = _path.Count - 1; i >= 0 && level?.Parent is { } parent; i--)
        {
            Tag tag = _path[i].Tag;
            path =
                (
                    tag.IsPrivate
                        ? $"{tag.Group:X4},{parent.PrivateCreatorOf(tag)?.Trim().ToUpperInvariant()},{tag.ElementNumber & 0xFF:X2}/"
                        : $"{tag.Value:X8}/"
                ) + path;
            level = parent;
        }

        return path;
    }

    private static AccountChange ChangeOf(Element before, Element? after, in ElementDecision decision)
    {
        if (after is null)
        {
            return AccountChange.Removed;
        }

        if (ReferenceEquals(before, after) || after.IsSequence && decision.Action is ElementAction.Keep)
        {
            return AccountChange.Kept;
        }

        bool same =
            !after.IsSequence
            && before.Vr == after.Vr
            && before.Range is null
            && before.Fragments is null
            && after.Fragments is null
            && before.InlineBytes.Span.SequenceEqual(after.InlineBytes.Span);
        return same ? AccountChange.Kept : AccountChange.Changed;
    }

    private static string Letters(Vr vr) => VrLetters.Of(vr);

    private IReadOnlySet<string> Forbidden => (_words ??= SourceWords.Collect(source, subject.Pseudonym)).Words;

    private IReadOnlySet<string> OfPatient => (_patient ??= SourceWords.OfPatient(source, subject.Pseudonym)).Words;
}
