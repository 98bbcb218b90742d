# Mojolicious, in Perl. Nothing but an echo, as long as the suite needs it.
use Mojo::Base -strict;
use Mojo::IOLoop;
use Mojo::Server::Daemon;
use Mojolicious::Lite;

app->log->level('fatal');
websocket '/' => sub {
  my $connection = shift;
  $connection->tx->max_websocket_size(64 << 20)->with_compression;
  $connection->on(text   => sub { my ($c, $bytes) = @_; $c->send({text => $bytes}) });
  $connection->on(binary => sub { my ($c, $bytes) = @_; $c->send({binary => $bytes}) });
};

$| = 1;
my $server = Mojo::Server::Daemon->new(app => app, listen => ['http://127.0.0.1'], silent => 1, max_clients => 1000);
$server->start;
print 'ws://127.0.0.1:', $server->ports->[0], "/\n";
Mojo::IOLoop->start;
