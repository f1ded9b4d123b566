using Overread.Server.Access;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Training.Contracts;

/// <summary>Who may see the reference answers: they take no tests of them and get no gold.</summary>
internal static class TrainingKeepers
{
    /// <summary>True for such a caller.</summary>
    public static bool Has(Caller caller) =>
        caller.Administrator || caller.May(Action.SeeTraining) || caller.May(Action.SeeRecord);
}
