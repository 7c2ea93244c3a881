"""Recurrent layers, embeddings and attention."""
import torch.nn as nn

from cases import case, rand


def recurrent():
    for name, module, shape in [
            ("lstm", nn.LSTM(3, 4), (5, 2, 3)), ("lstm_two_bidirectional", nn.LSTM(3, 4, 2, bidirectional=True, batch_first=True), (2, 5, 3)),
            ("lstm_no_bias", nn.LSTM(3, 4, bias=False), (5, 1, 3)), ("lstm_unbatched", nn.LSTM(3, 4), (5, 3)),
            ("gru", nn.GRU(3, 4, batch_first=True), (2, 5, 3)), ("gru_two_bidirectional", nn.GRU(3, 4, 2, bidirectional=True), (5, 2, 3)),
            ("rnn_tanh", nn.RNN(3, 4), (5, 2, 3)), ("rnn_relu", nn.RNN(3, 4, nonlinearity="relu", bidirectional=True), (5, 1, 3))]:
        case("recurrent", name, module, rand(*shape))
    case("recurrent", "lstm_cell", nn.LSTMCell(3, 4), rand(2, 3))
    case("recurrent", "gru_cell", nn.GRUCell(3, 4), rand(2, 3), rand(2, 4))
    case("recurrent", "rnn_cell", nn.RNNCell(3, 4), rand(2, 3))
