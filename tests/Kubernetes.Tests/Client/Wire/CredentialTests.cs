using k8s;
using k8s.Authentication;
using k8s.Autorest;
using k8s.Models;
using McpTenants.Testing;

namespace Kubernetes.Tests.Client.Wire;

public sealed class CredentialTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("credentials").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string TokenFile => Path.Combine(_folder, "token");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task TokenFile_IsReadAgainAfterAMinute()
    {
        var time = new ManualTimeProvider();
        var seen = new List<string>();
        await using var server = await FakeApiServer.StartAsync(c =>
        {
            seen.Add(c.Request.Headers.Authorization.ToString());
            return c.SendAsync(Answers.Map);
        });
        using var client = server.Connect(c => c.TokenFile = TokenFile, time);
        await File.WriteAllTextAsync(TokenFile, "one\n", Ct);
        await client.GetAsync<V1ConfigMap>("a", "n", Ct);
        await File.WriteAllTextAsync(TokenFile, "two\n", Ct);
        time.Advance(TimeSpan.FromSeconds(59));
        await client.GetAsync<V1ConfigMap>("a", "n", Ct);
        time.Advance(TimeSpan.FromSeconds(2));
        await client.GetAsync<V1ConfigMap>("a", "n", Ct);
        seen.ShouldBe(["Bearer one", "Bearer one", "Bearer two"]);
    }

    [Fact]
    public async Task TokenFile_RefusedToken_IsReplacedAtOnce()
    {
        await File.WriteAllTextAsync(TokenFile, "old", Ct);
        await using var server = await AcceptAsync("Bearer new");
        using var client = server.Connect(c => c.TokenFile = TokenFile);
        await Should.ThrowAsync<HttpOperationException>(client.GetAsync<V1ConfigMap>("a", "n", Ct));
        server.Requests.Count.ShouldBe(1);
        await File.WriteAllTextAsync(TokenFile, "new", Ct);
        (await client.GetAsync<V1ConfigMap>("a", "n", Ct)).ShouldNotBeNull();
        server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Exec_RunsOnceUntilTheServerRefusesTheToken()
    {
        var time = new ManualTimeProvider();
        await using var server = await AcceptAsync("Bearer token-2");
        var plugin = Plugin("""n=$(( $(cat "$COUNT" 2>/dev/null || echo 0) + 1 )); echo $n > "$COUNT"; echo "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"token-$n\"}}" """);
        using var client = server.Connect(c => c.ExecPlugin = plugin, time);
        await client.GetCurrentNamespaceAsync(Ct);
        File.Exists(Path.Combine(_folder, "count")).ShouldBeFalse();

        // token-1 is refused as soon as it is older than the burst of requests that shares it.
        await Should.ThrowAsync<HttpOperationException>(client.GetAsync<V1ConfigMap>("a", "n", Ct));
        time.Advance(TimeSpan.FromSeconds(2));
        (await client.GetAsync<V1ConfigMap>("a", "n", Ct)).ShouldNotBeNull();
        (await client.GetAsync<V1ConfigMap>("a", "n", Ct)).ShouldNotBeNull();
        (await File.ReadAllTextAsync(Path.Combine(_folder, "count"), Ct)).Trim().ShouldBe("2");
    }

    [Fact]
    public async Task Exec_ExpiredToken_IsRenewedBeforeItIsSent()
    {
        var time = new ManualTimeProvider();
        await using var server = await FakeApiServer.StartAsync(c => c.SendAsync(Answers.Map.Replace("\"v\"", $"\"{c.Request.Headers.Authorization}\"", StringComparison.Ordinal)));
        var expires = time.GetUtcNow().AddMinutes(15).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        var plugin = Plugin($$$"""n=$(( $(cat "$COUNT" 2>/dev/null || echo 0) + 1 )); echo $n > "$COUNT"; echo "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"t$n\",\"expirationTimestamp\":\"{{{expires}}}\"}}" """);
        using var client = server.Connect(c => c.ExecPlugin = plugin, time);
        (await client.GetAsync<V1ConfigMap>("a", "n", Ct))!.Data!["k"].ShouldBe("Bearer t1");
        time.Advance(TimeSpan.FromMinutes(14));
        (await client.GetAsync<V1ConfigMap>("a", "n", Ct))!.Data!["k"].ShouldBe("Bearer t1");
        time.Advance(TimeSpan.FromMinutes(1));
        (await client.GetAsync<V1ConfigMap>("a", "n", Ct))!.Data!["k"].ShouldBe("Bearer t2");
    }

    [Theory]
    [InlineData("exit 3", "exit code 3: secret hint")]
    [InlineData("true", "printed nothing")]
    [InlineData("echo nonsense", "did not print an ExecCredential")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"x"}}'""", "answered in client.authentication.k8s.io/v1beta1")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1","status":{}}'""", "gave neither a token nor a client certificate")]
    public async Task Exec_Failure_NamesPluginAndField(string script, string expected)
    {
        await using var server = await AcceptAsync("never");
        using var client = server.Connect(c => c.ExecPlugin = Plugin("echo secret hint >&2; " + script));
        var error = await Should.ThrowAsync<KubernetesClientException>(client.GetAsync<V1ConfigMap>("a", "n", Ct));
        error.Message.ShouldContain(expected);
        error.Message.ShouldContain("config: users[x].user.exec");
    }

    [Fact]
    public async Task Exec_MissingProgram_ShowsTheInstallHint()
    {
        await using var server = await AcceptAsync("never");
        using var client = server.Connect(c => c.ExecPlugin = Plugin("") with { Command = "/no/such/program", InstallHint = "get it from the shop" });
        (await Should.ThrowAsync<KubernetesClientException>(client.GetAsync<V1ConfigMap>("a", "n", Ct))).Message.ShouldContain("get it from the shop");
    }

    [Fact]
    public async Task Basic_IsEncoded()
    {
        await using var server = await AcceptAsync("Basic YWxpY2U6c8OkY3JldA==");
        using var client = server.Connect(c => (c.Username, c.Password) = ("alice", "säcret"));
        (await client.GetAsync<V1ConfigMap>("a", "n", Ct)).ShouldNotBeNull();
    }

    private static Task<FakeApiServer> AcceptAsync(string authorization) => FakeApiServer.StartAsync(c =>
        c.Request.Headers.Authorization == authorization ? c.SendAsync(Answers.Map) : c.SendAsync(Answers.Status(401, "Unauthorized"), 401));

    private ExecPlugin Plugin(string script) => new(
        "client.authentication.k8s.io/v1", "bash", ["-c", script],
        new Dictionary<string, string>(StringComparer.Ordinal) { ["COUNT"] = Path.Combine(_folder, "count") }, InstallHint: null, ClusterInfo: null, "config: users[x].user.exec");
}
