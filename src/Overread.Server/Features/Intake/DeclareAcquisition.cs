using Overread.Domain.Intake;
using Overread.Server.Access;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Intake;

/// <summary>Whoever brings data declares how they were acquired before, import by import.</summary>
internal static class DeclareAcquisition
{
    /// <param name="Import">A batch's id, or references.</param>
    /// <param name="Name">What its sender calls it.</param>
    /// <param name="Stated">What is declared; null for nothing.</param>
    internal sealed record AcquisitionRow(string Import, string Name, Acquisition? Stated);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/acquisitions", List)
            .Needs(Action.SeeBatches)
            .Says("list-acquisitions", "Lists the imports with how their data were acquired before they came here.");
        api.MapPut("/projects/{project}/acquisitions/{batch}", Declare)
            .Needs(Action.Receive)
            .Says(
                "declare-acquisition",
                "Declares how the data of a batch, or the references, were acquired and prepared before they came here."
            )
            .Problems(404, "batch.unknown")
            .Problems(409, "project.closed")
            .Problems(422, "acquisition.form");
    }

    private static List<AcquisitionRow> List(string project, IDatabase database)
    {
        using ReadLease read = database.Read();
        Dictionary<string, Acquisition> declared = Acquisitions.Of(read.Record, project);
        List<AcquisitionRow> rows =
        [
            .. Batches
                .Of(read.Connection, project)
                .Select(b => new AcquisitionRow(b.Id, b.Name, declared.GetValueOrDefault(b.Id))),
        ];
        if (ItemTable.OfKind(read.Connection, project, "reference") > 0)
        {
            rows.Add(
                new(Acquisitions.References, "Items by reference", declared.GetValueOrDefault(Acquisitions.References))
            );
        }

        return rows;
    }

    private static async Task<List<AcquisitionRow>> Declare(
        string project,
        string batch,
        Acquisition form,
        Caller caller,
        IDatabase database
    )
    {
        if (form.Fault() is { } fault)
        {
            throw new RefusedException(fault);
        }

        await database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                string import =
                    batch == Acquisitions.References ? batch : Batches.Find(u.Connection, project, batch).Id;
                u.Append(
                    new About(project, Acquisitions.Stream(project, import)),
                    new AcquisitionDeclared(import, form)
                );
                return true;
            }
        );
        return List(project, database);
    }
}
