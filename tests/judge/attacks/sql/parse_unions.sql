-- Has very many branches. | error refused timeout wrong
@UNIONS@
