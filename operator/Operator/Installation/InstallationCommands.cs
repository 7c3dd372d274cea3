using System.CommandLine;
using System.Globalization;
using k8s;
using McpTenants.Api;
using Microsoft.Extensions.Logging.Abstractions;

namespace McpTenants.Operator.Installation;

/// <summary>What the chart's hooks run: they need a program with these rights in an image that is there anyway.</summary>
internal static class InstallationCommands
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(10);

    /// <summary><c>uninstall-check</c>: ends with 1 and says why when tenants would be left alone.</summary>
    public static Command UninstallCheck()
    {
        var command = new Command("uninstall-check", "Is there anything that still needs an operator? Exit code 1: yes, and what.");
        command.SetAction(async (_, cancellationToken) =>
        {
            KubernetesJson.AddResolver(ApiJsonContext.Default);
            using var client = new KubeOps.KubernetesClient.KubernetesClient(KubernetesClientConfiguration.BuildDefaultConfig(), NullLogger<KubeOps.KubernetesClient.KubernetesClient>.Instance);
            if (await Installation.UninstallCheck.AskAsync(client, cancellationToken) is not { } refusal)
            {
                return 0;
            }

            await Console.Error.WriteLineAsync(refusal);
            return 1;
        });
        return command;
    }

    /// <summary><c>answers</c>: GETs each URL and compares the status.</summary>
    public static Command Answers()
    {
        var urls = new Argument<string[]>("url=status") { Description = "For example http://mcp-gateway/=421.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("answers", "Do these URLs answer as they should? Exit code 1: not all of them.") { urls };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = LongestAnswer };
            var good = true;
            foreach (var wanted in result.GetRequiredValue(urls))
            {
                good &= await AnswersAsync(http, wanted, cancellationToken);
            }

            return good ? 0 : 1;
        });
        return command;
    }

    private static async Task<bool> AnswersAsync(HttpClient http, string wanted, CancellationToken cancellationToken)
    {
        var at = wanted.LastIndexOf('=');
        string answer;
        try
        {
            using var response = await http.GetAsync(new Uri(wanted[..Math.Max(at, 0)]), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            answer = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is HttpRequestException or UriFormatException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            answer = e.Message;
        }

        var good = answer == wanted[(at + 1)..];
        await Console.Out.WriteLineAsync($"{(good ? "ok" : "FAILED")}  {wanted}: {answer}");
        return good;
    }
}
