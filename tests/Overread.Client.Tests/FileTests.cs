using System.Text;
using Overread.Client.Model;

namespace Overread.Client.Tests;

/// <summary>How files are sent in pieces and bundles taken to disk.</summary>
public class FileTests
{
    private const string Patch = "PATCH /api/projects/p/batches/b/uploads/k";

    [Fact]
    public async Task A_file_is_sent_from_where_the_server_stands()
    {
        Scripted server = new(Scripted.Json(Held(3, false)), Scripted.Json(Held(6, true)));
        using OverreadClient client = Client(server);
        using MemoryStream file = new(Encoding.UTF8.GetBytes("abcdef"));
        UploadFilesHeld held = await client.UploadFile("p", "b", "k", "a.dcm", file);
        Assert.True(held.Done);
        Assert.Equal("def", server.Bodies[1]);
        Assert.Equal(Patch + "?offset=3&total=6", server.Asked[1]);
        Assert.True(file.CanRead);
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_sent_and_one_without_bytes_is_sent_once()
    {
        Scripted server = new(
            Scripted.Json(Held(6, true)),
            Scripted.Json(Held(0, false)),
            Scripted.Json(Held(0, true))
        );
        using OverreadClient client = Client(server);
        using MemoryStream file = new(Encoding.UTF8.GetBytes("abcdef"));
        await client.UploadFile("p", "b", "k", "a.dcm", file);
        Assert.Single(server.Asked);
        await client.UploadFile("p", "b", "k", "empty", new MemoryStream());
        Assert.Equal(Patch + "?offset=0&total=0", server.Asked[2]);
    }

    [Fact]
    public async Task A_large_file_goes_in_pieces_of_eight_mebibytes()
    {
        const int Piece = 8 << 20;
        Scripted server = new(
            Scripted.Json(Held(0, false)),
            Scripted.Json(Held(Piece, false)),
            Scripted.Json(Held(Piece + 5, true))
        );
        using OverreadClient client = Client(server);
        using MemoryStream file = new(new byte[Piece + 5]);
        await client.UploadFile("p", "b", "k", "a.dcm", file);
        Assert.Equal([0, Piece, 5], server.Bodies.Select(b => b.Length));
    }

    [Fact]
    public async Task A_piece_whose_answer_was_lost_is_not_sent_anew()
    {
        const string Moved =
            """{"title":"The piece does not follow what is held.","status":409,"code":"upload.offset"}""";
        Scripted server = new(
            Scripted.Json(Held(0, false)),
            Scripted.Silence,
            Scripted.Json(Moved, 409),
            Scripted.Json(Held(6, true))
        );
        using OverreadClient client = Client(server);
        using MemoryStream file = new(Encoding.UTF8.GetBytes("abcdef"));
        Assert.True((await client.UploadFile("p", "b", "k", "a.dcm", file)).Done);
        Assert.Equal(4, server.Asked.Count);
    }

    [Fact]
    public async Task A_server_that_takes_no_more_is_a_problem_and_no_endless_loop()
    {
        using OverreadClient client = Client(
            new Scripted(Scripted.Json(Held(3, false)), Scripted.Json(Held(3, false)))
        );
        using MemoryStream file = new(Encoding.UTF8.GetBytes("abcdef"));
        OverreadProblemException problem = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            client.UploadFile("p", "b", "k", "a.dcm", file)
        );
        Assert.Equal(("upload.stuck", "a.dcm"), (problem.Code, problem.Where));
    }

    [Fact]
    public async Task A_bundle_lands_whole_or_not_at_all()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("overread-save-").FullName, "b.zip");
        try
        {
            Scripted server = new(Scripted.Broken, Scripted.Json("zip"));
            using OverreadClient client = Client(server);
            await Assert.ThrowsAsync<OverreadUnreachableException>(() =>
                client.SaveRelease("p", "r", file, "To read it.")
            );
            Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(file)!));
            await client.SaveRelease("p", "r", file, "To read it.");
            Assert.Equal("zip", await File.ReadAllTextAsync(file));
            Assert.Equal("GET /api/projects/p/releases/r/bundle?purpose=To%20read%20it.", server.Asked[1]);
            Assert.Equal([file], Directory.GetFiles(Path.GetDirectoryName(file)!));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    private static string Held(long offset, bool done) =>
        $$"""{"offset":{{offset}},"done":{{(done ? "true" : "false")}}}""";

    private static OverreadClient Client(Scripted server) =>
        new(new Uri("http://127.0.0.1:1"), new OverreadClientOptions { Handler = server, Token = "t" });
}
