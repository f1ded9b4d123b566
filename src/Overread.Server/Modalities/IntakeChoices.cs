using System.Data.Common;
using Overread.Server.Features.Intake.Contracts;

namespace Overread.Server.Modalities;

/// <summary>What a project has chosen for what comes in.</summary>
/// <param name="Plans">Plans of de-identification as JSON, by modality; none for a modality that keeps the one it begins with.</param>
/// <param name="Remembered">What modalities remember of people's work at the gate, by modality; see <see cref="IModality.Remember"/>.</param>
internal sealed record IntakeChoices(
    IReadOnlyDictionary<string, string> Plans,
    IReadOnlyDictionary<string, object> Remembered
)
{
    /// <summary>Those of a project, as they stand.</summary>
    public static IntakeChoices Of(DbConnection c, string project, ModalityList modalities) =>
        new(
            ChosenPlans.Of(c, project).Current,
            modalities
                .All.Select(m => (m.Name, Kept: m.Remember(c, project)))
                .Where(m => m.Kept is not null)
                .ToDictionary(m => m.Name, m => m.Kept!)
        );
}
