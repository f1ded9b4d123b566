using Overread.Dicom;

namespace Overread.Server.Modalities.Imaging.Intake;

/// <summary>
/// Which instances lie before the gate together: the images of one study of one patient, and with them what was made of them.
/// An object goes with the images of its own study; else with those that it refers to, itself or by way of another object
/// (a dose by way of a plan by way of contours). What finds no images is an entry of its own.
/// </summary>
internal static class StudyGroups
{
    /// <summary>Images and companions of one entry, in the order in which they were received; one of the two may be empty.</summary>
    internal sealed record Group(List<IntakeInstance> Images, List<IntakeInstance> Companions);

    public static List<Group> Of(IReadOnlyList<IntakeInstance> instances)
    {
        Dictionary<(string, string), Group> groups = [];
        Dictionary<(string, string), Group> placed = [];
        foreach (IntakeInstance image in instances.Where(i => i.Companion is null))
        {
            if (!groups.TryGetValue(KeyOf(image), out Group? group))
            {
                groups[KeyOf(image)] = group = new([], []);
            }

            group.Images.Add(image);
            placed[NameOf(image)] = group;
        }

        List<(IntakeInstance Instance, HashSet<string> References)> open =
        [
            .. instances.Where(i => i.Companion is not null).Select(i => (i, References.Of(i.Header))),
        ];
        // Each round may place what the next refers to.
        for (bool more = true; more; )
        {
            more = false;
            foreach ((IntakeInstance instance, HashSet<string> references) in open.ToList())
            {
                if ((groups.GetValueOrDefault(KeyOf(instance)) ?? Best(instance, references, placed)) is { } group)
                {
                    group.Companions.Add(instance);
                    placed[NameOf(instance)] = group;
                    open.Remove((instance, references));
                    more = true;
                }
            }
        }

        return
        [
            .. groups.Values,
            .. open.Select(o => o.Instance).GroupBy(KeyOf).Select(alone => new Group([], [.. alone])),
        ];
    }

    // The group that most of the references lead to; of the same patient alone.
    private static Group? Best(
        IntakeInstance instance,
        HashSet<string> references,
        Dictionary<(string, string), Group> placed
    ) =>
        references
            .Select(uid => placed.GetValueOrDefault((instance.Account.Pseudonym, uid)))
            .OfType<Group>()
            .GroupBy(group => group)
            .MaxBy(same => same.Count())
            ?.Key;

    private static (string, string) KeyOf(IntakeInstance instance) => (instance.Account.Pseudonym, instance.Study);

    private static (string, string) NameOf(IntakeInstance instance) =>
        (instance.Account.Pseudonym, instance.Header.GetText(Tags.SopInstanceUid) ?? instance.Id);
}
