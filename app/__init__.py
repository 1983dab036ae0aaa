"""The desktop application: everything that needs Qt. It drives `engine` from one worker thread and never imports
`training`.
"""
