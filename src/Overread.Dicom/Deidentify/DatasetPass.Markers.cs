using Overread.Dicom.Deidentify.Plans;

namespace Overread.Dicom.Deidentify;

/// <content>The marks by which every reader sees that an object was de-identified, and how (PS3.15 annex E.1.1).</content>
internal sealed partial class DatasetPass
{
    private static readonly ElementDecision Marker = new(ElementAction.Replace, "marker of the pass");

    private void Markers(Dataset output)
    {
        bool patient =
            source.Contains(Tags.PatientId)
            || source.Contains(Tags.PatientName)
            || source.Contains(Tags.StudyInstanceUid);
        if (patient && subject.Pseudonym.Length > 0)
        {
            Mark(output, Element.Text(Tags.PatientId, Vr.LO, subject.Pseudonym));
            Mark(output, Element.Text(Tags.PatientName, Vr.PN, subject.Pseudonym));
        }

        Mark(output, Element.Text(Tags.PatientIdentityRemoved, Vr.CS, "YES"));
        Mark(output, Element.Text(Tags.DeidentificationMethod, Vr.LO, Method()));
        Mark(output, Codes());
        Mark(output, Element.Text(Tags.LongitudinalTemporalInformationModified, Vr.CS, Temporal()));
        if (plan.Trial is { } trial)
        {
            Mark(output, Element.Text(new Tag(0x00120010), Vr.LO, trial.Sponsor));
            Mark(output, Element.Text(new Tag(0x00120020), Vr.LO, trial.Protocol));
            Mark(output, Element.Text(new Tag(0x00120021), Vr.LO, trial.ProtocolName));
            Mark(output, Element.Text(new Tag(0x00120030), Vr.LO, trial.Site));
            Mark(output, Element.Text(new Tag(0x00120031), Vr.LO, trial.SiteName));
            Mark(output, Element.Text(new Tag(0x00120040), Vr.LO, subject.Pseudonym));
        }
    }

    private string Method() =>
        $"OVERREAD {DeidentificationPlan.RulesVersion}\\PS3.15 {DeidentificationPlan.Edition} {plan.Profile.ToString().ToUpperInvariant()}\\PLAN {plan.Hash[..16].ToUpperInvariant()}";

    private string Temporal() =>
        plan.Options.HasFlag(DeidentificationOptions.RetainFullDates) ? "UNMODIFIED"
        : plan.Options.HasFlag(DeidentificationOptions.RetainModifiedDates) ? "MODIFIED"
        : "REMOVED";

    private Element Codes()
    {
        List<Dataset> items = [];
        foreach ((string code, string meaning) in OptionCodes.For(plan.Options & ~MethodCodes.OfPixels))
        {
            items.Add(MethodCodes.Item(code, meaning));
        }

        return new Element(Tags.DeidentificationMethodCodeSequence, items);
    }

    private void Mark(Dataset output, Element element)
    {
        bool present = output.TryGet(element.Tag, out Element? before);
        if (present && !element.IsSequence && before!.InlineBytes.Span.SequenceEqual(element.InlineBytes.Span))
        {
            return;
        }

        output.Set(element);
        if (!present)
        {
            account.Add(element, AccountChange.Added, Marker, _path);
        }
    }
}
