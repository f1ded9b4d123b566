using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Domain.Releases;
using Overread.Server.Access;
using Overread.Server.Features.Projects.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Releases.Population;

/// <summary>A project declares the population that it aims at, and sees by which groups its items can be counted.</summary>
internal static class DeclareTarget
{
    /// <param name="Target">What is declared; null for nothing.</param>
    /// <param name="Traits">Traits by which shares can be declared; a trait that no item states is unknown in every paper.</param>
    internal sealed record TargetView(TargetPopulation? Target, IReadOnlyList<string> Traits);

    /// <param name="Target">What is declared from now on; null to declare nothing any more.</param>
    internal sealed record TargetForm(TargetPopulation? Target = null);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/target-population", Show)
            .Needs(Action.SeeReleases)
            .Says("show-target-population", "Shows the population that the project aims at.");
        api.MapPut("/projects/{project}/target-population", Declare)
            .Needs(Action.Release)
            .Says(
                "declare-target-population",
                "Declares the population that the project aims at, with shares per trait."
            )
            .Problems(409, "project.closed")
            .Problems(422, "target.form");
    }

    private static TargetView Show(string project, IDatabase database)
    {
        using ReadLease read = database.Read();
        TraitBook book = TraitBook.Load(read, project);
        return new(book.Target, book.Names);
    }

    private static async Task<TargetView> Declare(string project, TargetForm form, Caller caller, IDatabase database)
    {
        if (form.Target?.Fault() is { } fault)
        {
            throw new RefusedException(fault);
        }

        await database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                u.Append(new About(project, TraitBook.Stream(project)), new TargetPopulationDeclared(form.Target));
                return true;
            }
        );
        return Show(project, database);
    }
}
