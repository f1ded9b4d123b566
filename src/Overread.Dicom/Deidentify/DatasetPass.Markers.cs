using Overread.Dicom.Deidentify.Plans;

namespace Overread.Dicom.Deidentify;

/// <content>The marks by which every reader sees that an object was de-identified, and how (PS3.15 annex E.1.1).</content>
internal sealed partial class DatasetPass
{
    private static readonly ElementDecision Marker = new(ElementAction.Replace, "marker of the pass");

    private const string BasicProfile = "113100";
    private const string ModifiedDates = "113107";

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

        // The profile vouches for what it does; who the patient is must not be told by what a project keeps by its own decision.
        bool removed = !plan.Loosened.Any(MayName);
        Mark(output, Element.Text(Tags.PatientIdentityRemoved, Vr.CS, removed ? "YES" : "NO"));
        Mark(output, Element.Text(Tags.DeidentificationMethod, Vr.LO, Method()));
        if (Codes() is { IsEmpty: false } codes)
        {
            Mark(output, codes);
        }
        else
        {
            output.Remove(Tags.DeidentificationMethodCodeSequence);
        }

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
        $"OVERREAD {DeidentificationPlan.RulesVersion}\\PS3.15 {DeidentificationPlan.Edition} {plan.Profile.ToString().ToUpperInvariant()}{(plan.Loosened.Count > 0 ? $" LESS {plan.Loosened.Count} OF PLAN" : "")}\\PLAN {plan.Hash[..16].ToUpperInvariant()}";

    /// <summary>True for names, and for what is said of the patient unless it is a characteristic that an option may keep (113108).</summary>
    private static bool MayName(Tag tag) =>
        AttributeRegistry.VrOf(tag) == Vr.PN
        || tag.Group == 0x0010
            && TableRule
                .Decide(tag.Value, IodFamily.Image, DeidentificationOptions.RetainPatientCharacteristics)
                ?.Action
                is not (ElementAction.Keep or ElementAction.Clean);

    private string Temporal() =>
        plan.Options.HasFlag(DeidentificationOptions.RetainFullDates) || plan.Loosened.Any(KeepsDate) ? "UNMODIFIED"
        : plan.Options.HasFlag(DeidentificationOptions.RetainModifiedDates) || plan.Loosened.Any(MovesDate) ? "MODIFIED"
        : "REMOVED";

    private bool KeepsDate(Tag tag) =>
        // Moved dates keep their times of day.
        (
            AttributeRegistry.VrOf(tag) is Vr.DA or Vr.DT
            || AttributeRegistry.VrOf(tag) == Vr.TM
                && !plan.Options.HasFlag(DeidentificationOptions.RetainModifiedDates)
        ) && plan.Overrides[tag.Value].Action is ElementAction.Keep or ElementAction.Replace;

    private bool MovesDate(Tag tag) =>
        AttributeRegistry.VrOf(tag) is Vr.DA or Vr.DT
        && plan.Overrides[tag.Value].Action is ElementAction.Shift or ElementAction.Clean;

    private Element Codes()
    {
        List<Dataset> items = [];
        foreach ((string code, string meaning) in OptionCodes.For(plan.Options & ~MethodCodes.OfPixels))
        {
            // A profile of which something was left undone is not that profile (PS3.15 annex E.1.1), nor are dates moved of which one stands.
            if (
                code == BasicProfile && plan.Loosened.Count > 0
                || code == ModifiedDates && plan.Loosened.Any(KeepsDate)
            )
            {
                continue;
            }

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
