using System.CommandLine;
using System.Text.Json;
using Overread.Client;

namespace Overread.Cli.Server;

/// <summary>What the commands against a server have in common: whom they talk to, how they fail and how they print.</summary>
internal static class ServerRun
{
    /// <summary>Runs a command's work with a client of the server and the token that its options name.</summary>
    public static void OnServer(
        this Command command,
        Func<ParseResult, OverreadClient, CancellationToken, Task> work
    ) =>
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                await work(parsed, client, cancel);
                return 0;
            }
        );

    /// <summary>The same for work that says how the command ends.</summary>
    public static void OnServer(
        this Command command,
        Func<ParseResult, OverreadClient, CancellationToken, Task<int>> work
    ) =>
        command.SetAction(
            async (parsed, cancel) =>
            {
                string token =
                    ServerOptions.TokenOf(parsed)
                    ?? throw new CommandFailedException(
                        "A token is needed: pass --token or set OVERREAD_TOKEN. Make one with overread token create."
                    );
                using OverreadClient client = Client(parsed.GetValue(ServerOptions.Server)!, token);
                return await InWords(() => work(parsed, client, cancel));
            }
        );

    /// <summary>A client that the record knows as the command line.</summary>
    /// <param name="server">The server's address, as typed.</param>
    /// <param name="token">An API token; null for one that signs in.</param>
    public static OverreadClient Client(string server, string? token = null) =>
        Uri.TryCreate(server, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
            ? new(
                address,
                new()
                {
                    Token = token,
                    Name = "overread-cli/" + typeof(ServerRun).Assembly.GetName().Version!.ToString(3),
                }
            )
            : throw new CommandFailedException(
                $"'{server}' is no server's address. Write it like http://127.0.0.1:5080."
            );

    /// <summary>The one place where what a server refuses, or that none answers, becomes the command's own failure.</summary>
    public static async Task<T> InWords<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (OverreadProblemException problem)
        {
            throw new CommandFailedException(problem.Message);
        }
        catch (OverreadUnreachableException silence)
        {
            bool nobody =
                silence.InnerException is HttpRequestException
                {
                    HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                };
            throw new CommandFailedException(
                silence.Message + (nobody ? ". Start one with overread serve, or name another with --server." : "")
            );
        }
    }

    /// <summary>Prints an answer: as JSON where that is asked for, else in a line of words.</summary>
    public static void Print<T>(this ParseResult parsed, T answer, Func<T, string> words) =>
        parsed.Show(answer, a => Console.WriteLine(words(a)));

    /// <summary>Shows an answer: as JSON where that is asked for, else as people read it.</summary>
    public static void Show<T>(this ParseResult parsed, T answer, Action<T> people)
    {
        if (parsed.GetValue(ServerOptions.Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(answer, OverreadClient.JsonOptions));
        }
        else
        {
            people(answer);
        }
    }
}
