using System.Data.Common;
using Overread.Server.Modalities;
using Overread.Storage;

namespace Overread.Server.Features.Intake.Plans;

/// <summary>Asks of entries at the gate whether the project's claim is true of them, as of now.</summary>
internal sealed class ClaimDesk(ModalityList modalities, TimeProvider time)
{
    /// <summary>The day.</summary>
    public DateOnly Today => Timestamps.Day(time.GetUtcNow());

    /// <summary>What the project claims, and by which plans.</summary>
    public ClaimCheck Of(DbConnection c, string project) =>
        new(Contracts.ChosenPlans.Of(c, project), modalities, Today);
}
