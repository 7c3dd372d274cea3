using System.Text;
using Instance.Tests.Support;
using McpTenants.Instance.Configuration;
using McpTenants.Instance.Connectors;
using McpTenants.Instance.Connectors.Credentials;
using McpTenants.Instance.Connectors.Upstream;
using McpTenants.Instance.Tools;
using Microsoft.AspNetCore.Http;

namespace Instance.Tests.Connectors;

public sealed class ClientCredentialsTests : IAsyncLifetime
{
    private readonly SteppingTime time = new(TokenForge.Start);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("credentials-test-");
    private RecordingUpstream authorization = null!;
    private RecordingUpstream service = null!;
    private int issued;
    private volatile bool down;
    private volatile string valid = "";

    public async ValueTask InitializeAsync()
    {
        File.WriteAllText(Path.Combine(folder.FullName, "id"), "client:1\n");
        File.WriteAllText(Path.Combine(folder.FullName, "secret"), "p&ss word\n");
        authorization = await RecordingUpstream.StartAsync((context, _) =>
        {
            if (down)
            {
                context.Response.StatusCode = 503;
                return Task.CompletedTask;
            }
            valid = $"token-{Interlocked.Increment(ref issued)}";
            return context.Response.WriteAsJsonAsync(new { access_token = valid, token_type = "bearer", expires_in = 600 });
        });
        service = await RecordingUpstream.StartAsync((context, request) =>
        {
            context.Response.StatusCode = request.Authorization == "Bearer " + valid ? 200 : 401;
            return context.Response.WriteAsJsonAsync(new { ok = true });
        });
    }

    [Fact]
    public async Task Call_First_FetchesATokenAsTheRfcSays()
    {
        (await Tool().CallAsync()).IsError.ShouldBeFalse();

        var request = authorization.Requests.ShouldHaveSingleItem();
        request.Body.ShouldBe("grant_type=client_credentials&scope=read+write");
        Encoding.UTF8.GetString(Convert.FromBase64String(request.Authorization!["Basic ".Length..])).ShouldBe("client%3A1:p%26ss%20word");
        service.Last.Authorization.ShouldBe("Bearer token-1");
    }

    [Fact]
    public async Task Call_Many_ShareOneTokenAndOneRequestForIt()
    {
        var tool = Tool();

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tool.CallAsync()));

        results.ShouldAllBe(r => !r.IsError);
        authorization.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Call_TokenExpired_IsRenewedWithNoFailedCall()
    {
        var tool = Tool();
        for (var i = 0; i < 10; i++)
        {
            (await tool.CallAsync()).IsError.ShouldBeFalse();
            time.Advance(TimeSpan.FromMinutes(11));
        }
        authorization.Requests.Count.ShouldBe(10);
    }

    [Fact]
    public async Task Call_TokenWithdrawnBeforeItsTime_IsRenewedWithinTheCall()
    {
        var tool = Tool();
        await tool.CallAsync();
        time.Advance(TimeSpan.FromSeconds(30));
        valid = "something else";

        (await tool.CallAsync()).IsError.ShouldBeFalse();
        service.Last.Authorization.ShouldBe("Bearer token-2");
        service.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Call_ServiceThatRefusesEveryToken_DoesNotFloodTheAuthorizationServer()
    {
        service.Answer = static (context, _) =>
        {
            context.Response.StatusCode = 401;
            return Task.CompletedTask;
        };
        var tool = Tool();

        for (var i = 0; i < 10; i++)
            (await tool.CallAsync()).Text.ShouldStartWith("The service answered 401");
        authorization.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Call_AuthorizationServerDownForAMinute_FailsClearlyAndRecoversByItself()
    {
        var tool = Tool();
        down = true;

        for (var second = 0; second < 60; second++)
        {
            var (text, isError) = await tool.CallAsync();
            isError.ShouldBeTrue();
            text.ShouldStartWith("The authorization server of connector api answered 503. Nothing was sent to the service; try again in ");
            time.Advance(TimeSpan.FromSeconds(1));
        }
        // Asked after 1, 2, 4, 8, 16, 32 s and not with every call.
        authorization.Requests.Count.ShouldBeInRange(5, 8);
        service.Requests.ShouldBeEmpty();

        down = false;
        time.Advance(TimeSpan.FromMinutes(1));
        (await tool.CallAsync()).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task Call_AuthorizationServerDownAtRenewal_GoesOnWithTheLastToken()
    {
        var tool = Tool();
        await tool.CallAsync();
        down = true;
        time.Advance(TimeSpan.FromSeconds(500));

        for (var i = 0; i < 5; i++)
        {
            (await tool.CallAsync()).IsError.ShouldBeFalse();
            time.Advance(TimeSpan.FromSeconds(10));
        }
        time.Advance(TimeSpan.FromSeconds(120));
        (await tool.CallAsync()).IsError.ShouldBeTrue();
    }

    [Fact]
    public async Task Call_SecretRotated_UsesTheNewOneNextTime()
    {
        var tool = Tool();
        await tool.CallAsync();
        File.WriteAllText(Path.Combine(folder.FullName, "secret"), "rotated");
        time.Advance(TimeSpan.FromMinutes(11));
        await tool.CallAsync();

        Encoding.UTF8.GetString(Convert.FromBase64String(authorization.Last.Authorization!["Basic ".Length..])).ShouldBe("client%3A1:rotated");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"access_token\":\"a b\"}")]
    [InlineData("{\"access_token\":\"a\",\"token_type\":\"mac\"}")]
    [InlineData("<html>")]
    public async Task Call_AnswerThatIsNoToken_IsSaidSo(string body)
    {
        authorization.Answer = (context, _) => context.Response.WriteAsync(body);

        (await Tool().CallAsync()).ShouldBe(("The authorization server of connector api gave no bearer token. Nothing was sent to the service; try again in 1 s.", true));
    }

    [Fact]
    public async Task Call_SecretMissing_IsSaidWithoutNamingTheFile()
    {
        File.Delete(Path.Combine(folder.FullName, "secret"));

        var (text, isError) = await Tool().CallAsync();

        isError.ShouldBeTrue();
        text.ShouldStartWith("The credential of this connector is missing");
        text.ShouldNotContain(folder.FullName);
    }

    public async ValueTask DisposeAsync()
    {
        await authorization.DisposeAsync();
        await service.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private ToolDefinition Tool()
    {
        var http = UpstreamHttp.Create(ConnectorSource.PublicOnly(new InstanceEnvironment { AllowPrivateUpstreams = true }), null);
        var connector = new ConnectorConfiguration
        {
            Name = "api",
            BaseUrl = service.Url,
            Credential = new() { Type = CredentialKind.OAuth2ClientCredentials, ClientIdFile = "id", ClientSecretFile = "secret", TokenUrl = authorization.Url + "/token", Scopes = ["read", "write"] },
        };
        var credential = CredentialFactory.Create(connector, new SecretFiles(folder.FullName), http, new CredentialAudit(new MemoryTrail(), time), time, () => 0.5);
        return Fixtures.Tools(Fixtures.Document("/a", """{"get":{}}"""), service.Url, credential, time).Single();
    }
}
