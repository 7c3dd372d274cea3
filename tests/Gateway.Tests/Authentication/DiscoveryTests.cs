using System.Net;
using McpTenants.Api;
using McpTenants.Gateway.Authentication;

namespace Gateway.Tests.Authentication;

public sealed class DiscoveryTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_AreFoundThroughTheMetadata()
    {
        var web = new Web
        {
            ["https://login.test/t1/.well-known/openid-configuration"] = """{"issuer":"https://login.test/t1","jwks_uri":"https://login.test/t1/jwks"}""",
            ["https://login.test/t1/jwks"] = """{"keys":[]}""",
        };

        (await Of(web).FetchAsync(new KeySource("https://login.test/t1", null), Ct)).Keys.ShouldBeEmpty();
    }

    [Fact]
    public async Task Keys_AreFoundThroughOAuthMetadataWhereOpenIdIsNotOffered()
    {
        var web = new Web
        {
            ["https://login.test/.well-known/oauth-authorization-server/t1"] = """{"issuer":"https://login.test/t1","jwks_uri":"https://login.test/jwks"}""",
            ["https://login.test/jwks"] = """{"keys":[]}""",
        };

        (await Of(web).FetchAsync(new KeySource("https://login.test/t1", null), Ct)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("http://login.test/", """{"issuer":"http://login.test/","jwks_uri":"https://login.test/jwks"}""")]
    [InlineData("https://login.test/", """{"issuer":"https://other.test/","jwks_uri":"https://login.test/jwks"}""")]
    [InlineData("https://login.test/", """{"issuer":"https://login.test/","jwks_uri":"http://login.test/jwks"}""")]
    [InlineData("https://login.test/", """{"issuer":"https://login.test/"}""")]
    [InlineData("https://login.test/", "[]")]
    [InlineData("https://login.test/", "<html>")]
    public async Task SuspiciousMetadata_GivesNoKeys(string issuer, string metadata)
    {
        var web = new Web
        {
            ["https://login.test/.well-known/openid-configuration"] = metadata,
            ["https://login.test/jwks"] = """{"keys":[]}""",
            ["http://login.test/jwks"] = """{"keys":[]}""",
        };

        await Should.ThrowAsync<KeysUnavailableException>(Of(web).FetchAsync(new KeySource(issuer, null), Ct));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("0.0.0.0")]
    [InlineData("100.64.0.1")]
    public void InsideAddresses_AreNotPublic(string address) => ForbiddenRanges.Contains(IPAddress.Parse(address)).ShouldBeTrue();

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("2606:4700:4700::1111")]
    public void OutsideAddresses_ArePublic(string address) => ForbiddenRanges.Contains(IPAddress.Parse(address)).ShouldBeFalse();

    [Fact(Timeout = 30_000)]
    public async Task NameThatLeadsInside_IsNotAskedUnlessThePlatformAllowsIt()
    {
        using var http = IssuerHttp.Create(allowPrivate: false, extraAuthorities: null);

        var refused = await Should.ThrowAsync<KeysUnavailableException>(
            new Discovery(http, TimeSpan.FromSeconds(5), TimeProvider.System).FetchAsync(new KeySource("https://localhost:1/", null), Ct));

        refused.Message.ShouldContain("no address that may be asked");
    }

    private static Discovery Of(Web web) => new(new HttpMessageInvoker(web), TimeSpan.FromSeconds(5), TimeProvider.System);

    private sealed class Web : HttpMessageHandler
    {
        private readonly Dictionary<string, string> _documents = [];

        public string this[string address]
        {
            set => _documents[address] = value;
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(_documents.TryGetValue(request.RequestUri!.AbsoluteUri, out var document)
                ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(document) }
                : new HttpResponseMessage(HttpStatusCode.NotFound));
    }
}
